using System.Net;
using System.Text.Json;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Sequences.Simulating;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Simulating;

/// <summary>A draft is tried on people who never were, and on what really happened.</summary>
[Collection(nameof(AdminSite))]
public sealed class SimulationPageTests(AdminSite site)
{
    private const string Steps = """
        { "id": "first", "send": "sim-hello" }, { "id": "a-day", "wait": "P1D" }, { "id": "second", "send": "sim-hello" }
        """;

    [Fact]
    public async Task A_draft_is_tried_on_sample_people_and_nothing_changes()
    {
        var id = await DraftAsync("Sim draft", "sim-draft", "user.registered");
        var before = await PictureAsync();
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await admin.SendAsync(PageOf(id), PageOf(id), ("On", "Sample"), ("People", "50"), ("Days", "30"), ("Seed", "4"));
        var again = await admin.SendAsync(PageOf(id), PageOf(id), ("On", "Sample"), ("People", "50"), ("Days", "30"), ("Seed", "4"));
        var other = await admin.SendAsync(PageOf(id), PageOf(id), ("On", "Sample"), ("People", "50"), ("Days", "30"), ("Seed", "5"));

        page.ShouldContain("50 entered – ");
        page.ShouldContain("person-0001@sample.example");
        page.ShouldContain("<svg class=\"automail-bars\"");
        List(again).ShouldBe(List(page));
        List(other).ShouldNotBe(List(page));
        (await PictureAsync()).ShouldBe(before);
        (await site.FindPlanAsync("sim-draft")).ShouldBeNull();

        // The list names the people and moments, so it shows who they are and what they do.
        static string List(string page)
        {
            var start = page.IndexOf("id=\"simulation-list\"", StringComparison.Ordinal);
            return page[start..page.IndexOf("</section>", start, StringComparison.Ordinal)];
        }
    }

    [Fact]
    public async Task Sequences_into_which_a_draft_leads_run_along_and_a_name_that_there_is_not_is_told()
    {
        await site.PublishTemplateAsync("sim-led", _ => { });

        // The third one listens to what every sample person does: by itself it must let nobody in here.
        await site.PublishSequenceAsync("sim-second", """{ "id": "s2", "send": "sim-led" }, { "id": "on", "enroll": "sim-third" }""");
        var third = await site.AddSequenceAsync("The third", """{ "id": "sim-third", "purpose": "transactional", "trigger": { "event": "user.registered" }, "steps": [ { "id": "s3", "send": "sim-led" } ] }""");
        await site.PublishSequenceAsync("sim-aside", """{ "id": "s4", "send": "sim-led" }""");
        const string Draft = """{ "id": "sim-leads", "purpose": "transactional", "trigger": { "event": "order.placed" }, "reentry": { "mode": "never" }, "steps": [ { "id": "b", "if": "true", "then": [ { "id": "e", "enroll": "NAME" } ] } ] }""";
        var id = await site.AddSequenceAsync("Sim leads", Draft.Replace("NAME", "sim-second", StringComparison.Ordinal), publish: false);
        var lost = await site.AddSequenceAsync("Sim lost", Draft.Replace("sim-leads", "sim-lost", StringComparison.Ordinal).Replace("NAME", "sim-nowhere", StringComparison.Ordinal), publish: false);
        using var admin = await AdminBrowser.AdminAsync(site);
        (string, string)[] form = [("On", "Sample"), ("People", "50"), ("Days", "30"), ("Seed", "4")];

        var page = await admin.SendAsync(PageOf(id), PageOf(id), form);

        page.ShouldContain("which ran as they are published, for the people whom it leads there:");
        page.ShouldContain("<bdi>The sim-second</bdi></li>");
        page.ShouldContain("<bdi>The third</bdi></li>");
        page.ShouldNotContain("sim-aside");
        page.ShouldNotContain(" failed");
        var entered = Entered(page, "sim-leads");
        entered.ShouldBeGreaterThan(0);
        Entered(page, "sim-second").ShouldBe(entered);
        Entered(page, "sim-third").ShouldBe(entered);
        page.ShouldContain("sim-third: s3");

        await site.WithItemAsync(third, (contents, item) => contents.UnpublishAsync(item));
        var closed = await admin.SendAsync(PageOf(id), PageOf(id), form);
        closed.ShouldContain("<bdi>The third</bdi> (lets nobody in)</li>");
        Entered(closed, "sim-second").ShouldBe(entered);
        Entered(closed, "sim-third").ShouldBe(0);
        closed.ShouldNotContain(" failed");

        var nowhere = await admin.SendAsync(PageOf(lost), PageOf(lost), form);
        nowhere.ShouldContain("Step e of “Sim lost” leads into the sequence “sim-nowhere”, which there is not: whoever comes to it fails there.");
        nowhere.ShouldContain($"{Entered(nowhere, "sim-lost")} entered – {Entered(nowhere, "sim-lost")} failed");
        page.ShouldContain($"{entered} entered – {entered} came to the end");
        page.ShouldNotContain("which there is not");

        static int Entered(string page, string sequence)
        {
            var at = page.IndexOf($"id=\"simulation-{sequence}\"", StringComparison.Ordinal);
            at.ShouldBeGreaterThan(0, sequence);
            return int.Parse(System.Text.RegularExpressions.Regex.Match(page[at..], @"<p>(\d+) entered").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task What_really_happened_is_replayed()
    {
        var id = await DraftAsync("Sim past", "sim-past", "sim.started");
        await site.RegisterAsync("ann@simpast.example");
        await site.HappenAsync("ben@simpast.example", "user.registered", new { email = "ben@simpast.example" });
        await site.HappenAsync("ann@simpast.example", "sim.started", new { });
        await site.HappenAsync("ben@simpast.example", "sim.started", new { });
        site.Clock.Advance(TimeSpan.FromDays(2));
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await admin.SendAsync(PageOf(id), PageOf(id), ("On", "Past"), ("Days", "3"));
        using var file = await admin.PostAsync(PageOf(id), PageOf(id), ("On", "Past"), ("Days", "3"), ("Format", "csv"));
        var lines = (await file.Content.ReadAsStringAsync(AdminBrowser.Token)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        page.ShouldContain("2 entered – ");
        page.ShouldContain("1: no consent was given for this purpose");
        page.ShouldContain("Names, tags and attributes are those of today");
        file.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        lines[0].ShouldBe("time,contact,sequence,version,step,template,result,reason");
        lines.Skip(1).Select(line => string.Join(' ', line.Split(',')[1..])).ShouldBe(
            [
                "ann@simpast.example sim-past 1 first sim-hello sent ", "ben@simpast.example sim-past 1 first sim-hello skipped no-consent",
                "ann@simpast.example sim-past 1 second sim-hello sent ", "ben@simpast.example sim-past 1 second sim-hello skipped no-consent",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public async Task A_script_is_told_how_far_it_is_and_gets_the_result_last()
    {
        var id = await DraftAsync("Sim lines", "sim-lines", "user.registered");
        using var admin = await AdminBrowser.AdminAsync(site);

        var lines = await LinesAsync(admin, id, ("On", "Sample"), ("People", "300"), ("Days", "60"));
        var wrong = await LinesAsync(admin, id, ("On", "Sample"), ("People", "0"), ("Days", "500"));

        lines.ShouldAllBe(line => line.GetProperty("progress").GetDouble() >= 0 && line.GetProperty("progress").GetDouble() <= 1);
        lines[^1].GetProperty("html").GetString().ShouldNotBeNull().ShouldContain("300 entered");
        wrong.ShouldHaveSingleItem().GetProperty("html").GetString().ShouldNotBeNull().ShouldSatisfyAllConditions(
            html => WebUtility.HtmlDecode(html).ShouldContain("From 1 to 5000 people can be made."),
            html => html.ShouldContain("It runs over 1 to 400 days."),
            html => html.ShouldNotContain("entered"));
    }

    [Fact]
    public async Task What_takes_too_long_is_stopped_and_says_so()
    {
        var id = await DraftAsync("Sim long", "sim-long", "user.registered");
        using var admin = await AdminBrowser.AdminAsync(site);
        (string, string)[] fields = [("On", "Sample"), ("People", "5"), ("Days", "5")];
        var before = await PatienceAsync(TimeSpan.Zero);

        var page = await admin.SendAsync(PageOf(id), PageOf(id), fields);
        var lines = await LinesAsync(admin, id, fields);
        await PatienceAsync(before);

        page.ShouldContain("It was stopped, since it took longer than 0 minutes.");
        lines[^1].GetProperty("html").GetString().ShouldNotBeNull().ShouldContain("It was stopped");
        (await admin.SendAsync(PageOf(id), PageOf(id), fields)).ShouldContain("5 entered – ", customMessage: "the next one runs");
    }

    [Fact]
    public async Task A_wrong_definition_says_what_is_wrong_and_does_not_run()
    {
        var id = await site.AddSequenceAsync("Sim wrong", """{ "id": "sim-wrong", "trigger": { "event": "user.registered" }, "steps": [ { "id": "w", "wait": "soon" } ] }""", publish: false);
        using var admin = await AdminBrowser.AdminAsync(site);

        (await admin.TextAsync(PageOf(id))).ShouldContain("steps[0].wait");
        var page = await admin.SendAsync(PageOf(id), PageOf(id), ("On", "Sample"), ("People", "5"), ("Days", "5"));

        page.ShouldContain("steps[0].wait");
        page.ShouldNotContain(" entered – ");
    }

    [Fact]
    public async Task Only_who_may_edit_it_tries_it_and_only_who_may_see_contacts_on_real_ones()
    {
        var id = await DraftAsync("Sim rights", "sim-rights", "user.registered");
        using var nobody = await AdminBrowser.ClerkAsync(site, "sim-nobody");
        using var editor = await AdminBrowser.ClerkAsync(site, "sim-editor", "EditContent");
        using var admin = await AdminBrowser.AdminAsync(site);

        using var refused = await nobody.GetAsync(PageOf(id));
        refused.IsRefused().ShouldBeTrue();
        (await editor.TextAsync(PageOf(id))).ShouldContain("Needs the permission to view contacts.");
        using var past = await editor.PostAsync(PageOf(id), PageOf(id), ("On", "Past"), ("Days", "3"));
        past.IsRefused().ShouldBeTrue();
        (await editor.SendAsync(PageOf(id), PageOf(id), ("On", "Sample"), ("People", "5"), ("Days", "5"))).ShouldContain("5 entered – ");
        using var forged = await admin.PostWithoutTokenAsync(PageOf(id), ("On", "Sample"));
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var missing = await admin.GetAsync(PageOf("nothing"));
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private Task<TimeSpan> PatienceAsync(TimeSpan patience)
        => site.InScopeAsync(services =>
        {
            var turn = services.GetRequiredService<SimulationTurn>();
            var before = turn.Patience;
            turn.Patience = patience;
            return Task.FromResult(before);
        });

    private static string PageOf(string contentItemId) => $"/Admin/Automail/SequenceItems/{contentItemId}/Simulation";

    private static async Task<List<JsonElement>> LinesAsync(AdminBrowser admin, string id, params (string, string)[] fields)
    {
        admin.Headers.Accept.ParseAdd("application/x-ndjson");
        using var response = await admin.PostAsync(PageOf(id), PageOf(id), fields);
        admin.Headers.Accept.Clear();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        return [.. (await response.Content.ReadAsStringAsync(AdminBrowser.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    private Task<string> DraftAsync(string title, string id, string trigger)
        => site.AddSequenceAsync(title, $$"""{ "id": "{{id}}", "purpose": "marketing", "trigger": { "event": "{{trigger}}" }, "steps": [ {{Steps}} ] }""", publish: false);

    private async Task<string> PictureAsync()
    {
        var contacts = await site.ReadAsync(unit => unit.Contacts.SearchAsync(null, 0, 1));
        var mails = await site.ReadAsync(unit => unit.Ledger.SearchAsync(new SendQuery(), 0, 1));
        return $"{contacts.Total} {mails.Total} {await site.ReadAsync(unit => unit.Due.NextDueAsync())}";
    }
}
