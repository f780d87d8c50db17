using System.Net;
using Automail.Engine.Consent;
using Automail.OrchardModule.Sequences.People;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.People;
using Shouldly;

namespace Automail.OrchardModule.Tests.Sequences.Enrolling;

/// <summary>Putting people in from the admin.</summary>
internal static class EnrollActs
{
    public static string EnrollOf(string sequenceId) => $"/Admin/Automail/Sequences/{sequenceId}/Enroll";

    /// <summary>Sends the form, and gives the address of the work that it began.</summary>
    public static async Task<string> CountAsync(this AdminBrowser admin, string sequenceId, params (string, string)[] fields)
    {
        using var response = await admin.PostAsync(EnrollOf(sequenceId), EnrollOf(sequenceId) + "/Count", fields);
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync(AdminBrowser.Token));
        return response.Headers.Location!.OriginalString;
    }

    /// <summary>The same with a file.</summary>
    public static async Task<string> CountFileAsync(this AdminBrowser admin, string sequenceId, byte[] file)
    {
        using var response = await admin.PostFileAsync(EnrollOf(sequenceId), EnrollOf(sequenceId) + "/Count", file, ("source", "file"), ("reason", "from the fair"));
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync(AdminBrowser.Token));
        return response.Headers.Location!.OriginalString;
    }

    /// <summary>Confirms work, and gives the page that answers.</summary>
    public static Task<string> BeginAsync(this AdminBrowser admin, string work, params (string, string)[] fields)
        => admin.SendAsync(work, work.Replace("/Work/", "/Enroll/", StringComparison.Ordinal) + "/Begin", fields);

    public static string IdOf(string work) => work.Split('/')[^1];

    public static async Task<PeopleWork> WorkAsync(this AdminSite site, string work) => (await site.ReadAsync(unit => unit.PeopleWork().GetAsync(IdOf(work)))).ShouldNotBeNull();

    /// <summary>A contact with a tag, written as it is; consent only where it is wanted.</summary>
    public static Task KnowAsync(this AdminSite site, string email, string tag, bool consents = true)
        => site.WriteAsync(async unit =>
        {
            var id = PeopleActs.ContactIdOf(email);
            await unit.Contacts.SaveAsync(new() { Id = id, Email = email, Tags = [tag], CreatedAt = site.Clock.Now, UpdatedAt = site.Clock.Now });
            if (consents)
            {
                await unit.Consents.AddAsync(new ConsentRecord { ContactId = id, Purpose = "marketing", Status = ConsentStatus.Granted, Time = site.Clock.Now, Source = "test" });
            }
        });
}
