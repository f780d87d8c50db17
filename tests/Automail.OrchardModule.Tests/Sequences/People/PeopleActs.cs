using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Automail.OrchardModule.Tests.Sequences.People;

/// <summary>Sequences with people in them.</summary>
internal static class PeopleActs
{
    public const string Steps = """{ "id": "w1", "wait": "P2D" }, { "id": "w2", "wait": "P3D" }, { "id": "w3", "wait": "P4D" }""";

    public static string PeopleOf(string sequenceId) => $"/Admin/Automail/Sequences/{sequenceId}/People";

    /// <summary>Publishes a sequence that people are put into by hand.</summary>
    public static async Task PublishSequenceAsync(this Site site, string id, string steps = Steps, string more = "")
        => (await site.ImportAsync($$"""
            { "name": "AutomailSequences", "sequences": [ { "id": "{{id}}", "name": "The {{id}}", "purpose": "transactional", "trigger": { "manual": true }, {{more}} "steps": [ {{steps}} ] } ] }
            """)).ShouldBeEmpty();

    /// <summary>Puts people into a sequence; those who are new register first.</summary>
    public static async Task<IReadOnlyList<Enrollment>> EnterAsync(this AdminSite site, string sequenceId, params string[] emails)
    {
        var entered = new List<Enrollment>();
        foreach (var email in emails)
        {
            var contact = await site.FindContactAsync(email) ?? await site.RegisterAsync(email);
            var result = EnrollResult.NotAllowed;
            await site.InScopeAsync(async services =>
            {
                var runner = services.GetRequiredService<SequenceRunner>();
                await site.WriteAsync(async unit => result = await runner.EnrollAsync(unit, sequenceId, contact));
            });
            result.ShouldBe(EnrollResult.Entered);
            entered.Add((await site.LatestAsync(sequenceId, email)).ShouldNotBeNull());
        }

        return entered;
    }

    /// <summary>Somebody's latest passage.</summary>
    public static async Task<Enrollment?> LatestAsync(this AdminSite site, string sequenceId, string email)
        => await site.FindContactAsync(email) is { } contact ? await site.ReadAsync(unit => unit.Enrollments.LatestAsync(sequenceId, contact.Id)) : null;

    public static Task<Enrollment> GetAsync(this AdminSite site, Enrollment passage) => site.ReadAsync(async unit => (await unit.Enrollments.GetAsync([passage.Id]))[passage.Id]);

    /// <summary>Sends a form and gives the page that answers, after redirects.</summary>
    public static async Task<string> SendAsync(this AdminBrowser browser, string page, string action, params (string Name, string Value)[] fields)
    {
        using var response = await browser.PostAsync(page, action, fields);
        return System.Net.WebUtility.HtmlDecode(response.Headers.Location is { } to ? await browser.PageAsync(to.OriginalString) : await response.Content.ReadAsStringAsync(AdminBrowser.Token));
    }

    /// <summary>Forbidden, or sent away to a page that says so.</summary>
    public static bool IsRefused(this HttpResponseMessage response)
        => response.StatusCode == System.Net.HttpStatusCode.Forbidden
            || (response.Headers.Location?.ToString() is { } to && (to.Contains("403", StringComparison.Ordinal) || to.Contains("Denied", StringComparison.OrdinalIgnoreCase)));

    /// <summary>The id of a contact with an address.</summary>
    public static string ContactIdOf(string email) => ContactIdentity.FromSubject(email).ToContactId();
}
