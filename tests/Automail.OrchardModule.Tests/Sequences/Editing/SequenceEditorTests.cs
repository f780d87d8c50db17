using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Editing;

/// <summary>The editor of sequences on a real site, as a browser without scripts and as its script use it.</summary>
[Collection(nameof(AdminSite))]
public sealed partial class SequenceEditorTests(AdminSite site)
{
    private const string Editor = "/Admin/Contents/ContentTypes/EmailSequence/Create";
    private const string CheckAddress = "/Admin/Automail/SequenceEditor/Check";

    [Fact]
    public async Task Without_scripts_the_JSON_makes_a_sequence_and_its_id_comes_from_the_title()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        await SaveAsync(admin, "Größe & welcome", "{\r\n  \"purpose\" : \"transactional\", // why\r\n  \"trigger\": { \"event\": \"editor.joined\" },\r\n\t\"steps\": [ { \"id\": \"w1\", \"wait\": \"PT1H\" } ]\r\n}", "submit.Publish");
        await site.HappensToAsync("joined@editor.example", "editor.joined");

        var item = (await site.FindSequenceItemAsync("Größe & welcome")).ShouldNotBeNull();
        item.Published.ShouldBeTrue();
        (await site.DefinitionOfAsync(item.ContentItemId))
            .ShouldBe("{ \"id\": \"gro-e-welcome\",\n  \"purpose\" : \"transactional\", // why\n  \"trigger\": { \"event\": \"editor.joined\" },\n\t\"steps\": [ { \"id\": \"w1\", \"wait\": \"PT1H\" } ]\n}");
        (await site.PassagesAsync("joined@editor.example", "gro-e-welcome")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task To_save_without_a_change_changes_no_letter()
    {
        const string Definition = "{ \"id\": \"editor-kept\",\n\"purpose\": \"transactional\",\r\n\"trigger\": {\"manual\":true},\n\n \"steps\": [ { \"id\": \"h\", \"holdout\": 5 } ] }";
        var id = await site.AddSequenceAsync("Kept", Definition);
        using var admin = await AdminBrowser.AdminAsync(site);

        await admin.SubmitAsync($"/Admin/Contents/ContentItems/{id}/Edit", $"/Admin/Contents/ContentItems/{id}/Edit", new Dictionary<string, string?>
        {
            ["EmailSequencePart.Definition"] = Definition.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal), ["submit.Publish"] = "submit.Publish",
        });

        (await site.DefinitionOfAsync(id)).ShouldBe(Definition);
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_the_field_with_its_place_and_nothing_is_published()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await SaveAsync(admin, "Refused", SequenceItems.Definition("editor-refused", "a.b", """{ "id": "w1", "wait": "soon" }, { "id": "m1", "send": "no-such-template" }"""), "submit.Publish");

        page.ShouldContain("data-valmsg-for=\"EmailSequencePart.Definition\"");
        var text = WebUtility.HtmlDecode(page);
        text.ShouldContain("steps[0].wait: 'soon' is not an ISO 8601 duration such as PT1H or P3D.");
        text.ShouldContain("steps[1].send: There is no template 'no-such-template'.");
        text.ShouldContain("\"wait\": \"soon\"", customMessage: "what was typed is still there");
        (await site.FindSequenceItemAsync("Refused")).ShouldBeNull();
        (await site.FindPlanAsync("editor-refused")).ShouldBeNull();
    }

    [Fact]
    public async Task A_draft_may_have_mistakes_and_the_list_does_not_publish_it()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await SaveAsync(admin, "Half done", SequenceItems.Definition("editor-half", "a.b", """{ "id": "w1", "wait": "soon" }"""), "submit.Save");
        var id = (await site.FindSequenceItemAsync("Half done")).ShouldNotBeNull().ContentItemId;

        using var response = await admin.PostAsync(Editor, $"/Admin/Contents/ContentItems/{id}/Publish");

        (await admin.TextAsync("/Admin/Contents/ContentItems/EmailSequence")).ShouldContain("'Half done' cannot be published. steps[0].wait: 'soon' is not an ISO 8601 duration");
        (await site.FindPlanAsync("editor-half")).ShouldBeNull();
    }

    [Fact]
    public async Task What_another_window_has_saved_meanwhile_is_not_overwritten_unseen()
    {
        var id = await site.AddSequenceAsync("Two windows", SequenceItems.Definition("editor-windows", "a.b"));
        var page = $"/Admin/Contents/ContentItems/{id}/Edit";
        var (theirs, mine) = (SequenceItems.Definition("editor-windows", "of.theirs"), SequenceItems.Definition("editor-windows", "of.mine"));
        using var admin = await AdminBrowser.AdminAsync(site);
        var basis = BasisField().Match(await admin.PageAsync(page)).Groups[1].Value;
        await admin.SubmitAsync(page, page, new Dictionary<string, string?> { ["EmailSequencePart.Definition"] = theirs, ["submit.Publish"] = "submit.Publish" });

        var refused = await admin.SubmitAsync(page, page, new Dictionary<string, string?> { ["EmailSequencePart.Basis"] = basis, ["EmailSequencePart.Definition"] = mine, ["submit.Publish"] = "submit.Publish" });
        var kept = await site.DefinitionOfAsync(id);
        var next = BasisField().Match(refused).Groups[1].Value;
        await admin.SubmitAsync(page, page, new Dictionary<string, string?> { ["EmailSequencePart.Basis"] = next, ["EmailSequencePart.Definition"] = mine, ["submit.Publish"] = "submit.Publish" });

        WebUtility.HtmlDecode(refused).ShouldContain("nothing of yours is saved");
        WebUtility.HtmlDecode(refused).ShouldContain("of.theirs");
        WebUtility.HtmlDecode(refused).ShouldContain("of.mine");
        kept.ShouldBe(theirs);
        (await site.DefinitionOfAsync(id)).ShouldBe(mine);
    }

    [Fact]
    public async Task Warnings_show_and_forbid_nothing()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        await SaveAsync(admin, "Patient", SequenceItems.Definition("editor-patient", "a.b", """{ "id": "w1", "wait": "P500D" }"""), "submit.Publish");

        (await site.FindPlanAsync("editor-patient")).ShouldNotBeNull();
        var id = (await site.FindSequenceItemAsync("Patient")).ShouldNotBeNull().ContentItemId;
        (await admin.TextAsync($"/Admin/Contents/ContentItems/{id}/Edit")).ShouldContain("This waits for 500 days.");
    }

    [Fact]
    public async Task A_definition_is_said_in_plain_words_and_each_mistake_has_its_place()
    {
        await site.PublishTemplateAsync("editor-words", part => part.Subject = "Words");
        using var admin = await AdminBrowser.AdminAsync(site);

        var answer = await CheckAsync(admin, """
            { "trigger": { "event": "cart.abandoned", "if": "event.total >= 20" }, "reentry": { "mode": "after", "period": "P1M" }, "exit": { "on": ["order.placed"] },
              "purpose": "marketing", "window": { "days": ["mon","tue","wed","thu","fri"], "from": "09:00", "to": "20:00" },
              "steps": [ { "id": "w1", "wait": "PT1H", "spread": "PT2H" }, { "id": "m1", "send": "editor-words" },
                         { "id": "b1", "if": "contact.orderCount > 0", "then": [ { "id": "w2", "wait": "P1DT30M" }, { "id": "m2", "send": "editor-words" } ], "else": [ { "id": "u", "waitUntil": { "attribute": "birthday", "yearly": true } } ] },
                         { "id": "h", "holdout": 0 }, { "id": "m3", "send": "editor-words" } ] }
            """);

        Texts(answer.GetProperty("lines")).ShouldBe(
        [
            "Starts when the cart is left, if event.total >= 20. Again at the earliest 1 month later.",
            "1 hour after the cart is left: “editor-words”, weekdays 09:00–20:00",
            "1 day, 1 hour and 30 minutes after the cart is left, for some: “editor-words”, weekdays 09:00–20:00",
            "Later: “editor-words”, weekdays 09:00–20:00",
            "Ends at once when an order is placed.",
        ]);
        var steps = answer.GetProperty("steps");
        steps.GetProperty("steps[0]").GetString().ShouldBe("Wait 1 hour, and up to 2 hours more by chance");
        steps.GetProperty("steps[2]").GetString().ShouldBe("If contact.orderCount > 0");
        steps.GetProperty("steps[2].else[0]").GetString().ShouldBe("Wait until the date “birthday”, every year");
        steps.TryGetProperty("steps[3]", out _).ShouldBeFalse();
        answer.GetProperty("problems").EnumerateArray().Select(problem => $"{problem.GetProperty("severity")} {problem.GetProperty("path")} {problem.GetProperty("text")}")
            .ShouldContain("error steps[3].holdout is not a whole number from 1 to 100.");
    }

    [Theory]
    [InlineData("""{ "id": "x", "wait": "P1M2DT3H" }""", "Wait 1 month, 2 days and 3 hours")]
    [InlineData("""{ "id": "x", "waitUntil": { "days": ["tue", "sat"], "time": "08:05" } }""", "Wait until 08:05 (Tuesday, Saturday)")]
    [InlineData("""{ "id": "x", "waitUntil": { "time": "08:05" } }""", "Wait until 08:05")]
    [InlineData("""{ "id": "x", "waitUntil": { "attribute": "renewal", "after": "P1W", "time": "10:00", "missing": "exit" } }""", "Wait until 1 week after the date “renewal”, at 10:00; without such a date the sequence ends")]
    [InlineData("""{ "id": "x", "send": "a-b" }""", "Send “a-b”")]
    [InlineData("""{ "id": "x", "split": [ { "weight": 1 }, { "weight": 3 } ] }""", "Split people: 25 % / 75 %")]
    [InlineData("""{ "id": "x", "holdout": 10 }""", "Hold 10 of 100 people out")]
    [InlineData("""{ "id": "x", "waitFor": "order.placed", "timeout": "PT90M" }""", "Wait until an order is placed, at most 90 minutes")]
    [InlineData("""{ "id": "x", "waitFor": "my.own", "timeout": "P1D" }""", "Wait until “my.own” happens, at most 1 day")]
    [InlineData("""{ "id": "x", "set": { "tags": { "add": ["a", "b"], "remove": ["c"] }, "attributes": { "level": 3 } } }""", "At the contact: add the tags a, b, remove the tag c and set level")]
    [InlineData("""{ "id": "x", "set": { } }""", "Change nothing")]
    [InlineData("""{ "id": "x", "enroll": "other" }""", "Put into the sequence “other”")]
    [InlineData("""{ "id": "x", "remove": "other" }""", "Take out of the sequence “other”")]
    public async Task Each_kind_of_step_is_said_in_plain_words(string step, string words)
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var answer = await CheckAsync(admin, $$"""{ "trigger": { "manual": true }, "steps": [ {{step}} ] }""");

        answer.GetProperty("steps").GetProperty("steps[0]").GetString().ShouldBe(words);
        Texts(answer.GetProperty("lines"))[0].ShouldBe("Other sequences, workflows and people put contacts in. Once for each contact.");
    }

    [Fact]
    public async Task A_template_that_is_not_published_is_none()
    {
        await site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var item = await contents.NewAsync(TemplateTypes.Template);
            item.Alter<EmailTemplatePart>(part => (part.Name, part.Subject, part.Html) = ("editor-unpublished", "Hello", "<p>Hello</p>"));
            await contents.CreateAsync(item, VersionOptions.Draft);
        });
        using var admin = await AdminBrowser.AdminAsync(site);

        var answer = await CheckAsync(admin, SequenceItems.Definition("editor-draft-mail", "a.b", """{ "id": "m1", "send": "editor-unpublished" }"""));

        answer.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("text").GetString()).ShouldContain(text => text!.StartsWith("There is no template 'editor-unpublished'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_may_not_edit_gets_nothing_and_a_request_without_the_token_is_refused()
    {
        var id = await site.AddSequenceAsync("Guarded", SequenceItems.Definition("editor-guarded", "a.b"));
        using var clerk = await AdminBrowser.ClerkAsync(site, "seqclerk", "ViewAutomailContacts");
        using var admin = await AdminBrowser.AdminAsync(site);

        using var page = await clerk.GetAsync($"/Admin/Contents/ContentItems/{id}/Edit");
        using var check = await clerk.PostAsync("/Admin", CheckAddress, ("ContentItemId", id), ("Definition", "{}"));
        using var unguarded = await admin.PostWithoutTokenAsync(CheckAddress, ("ContentItemId", id), ("Definition", "{}"));

        page.StatusCode.ShouldNotBe(HttpStatusCode.OK);
        IsRefused(check).ShouldBeTrue($"{check.StatusCode} {check.Headers.Location}");
        unguarded.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_definitions_are_problems_and_no_errors(string name)
    {
        var definition = HostileDefinition(name);
        using var admin = await AdminBrowser.AdminAsync(site);
        site.Errors.Clear();

        var answer = await CheckAsync(admin, definition);
        var page = await SaveAsync(admin, "Hostile " + name, definition, "submit.Publish");

        answer.GetProperty("problems").GetArrayLength().ShouldBeGreaterThan(0);
        page.ShouldContain("field-validation-error");
        (await site.FindSequenceItemAsync("Hostile " + name)).ShouldBeNull();
        site.Errors.Lines.ShouldBeEmpty();
    }

    public static TheoryData<string> Hostile => ["long", "deep", "many", "half a letter", "half a name", "no object", "nothing"];

    [Fact]
    public async Task Markup_in_a_definition_is_text_on_the_page()
    {
        const string Evil = "</textarea><script>alert(1)</script>";
        var id = await site.AddSequenceAsync(Evil, SequenceItems.Definition("editor-evil", "a.b", $$"""{ "id": "b1", "if": "contact.name == '{{Evil}}'" }"""));
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await admin.PageAsync($"/Admin/Contents/ContentItems/{id}/Edit");

        page.ShouldNotContain("<script>alert(1)");
        page.ShouldContain("&lt;script&gt;alert(1)");
        (await site.FindPlanAsync("editor-evil")).ShouldNotBeNull().Plan.Definition.Name.ShouldBe(Evil);
    }

    [Fact]
    public async Task The_menu_leads_to_the_sequences()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        (await admin.PageAsync("/Admin")).ShouldContain("/Admin/Contents/ContentItems/EmailSequence");
    }

    private static string HostileDefinition(string name) => name switch
    {
        "long" => "{ \"id\": \"x\", \"name\": \"" + new string('x', 1_000_000) + "\" }",
        "deep" => new StringBuilder().Insert(0, "{\"id\":\"x\",\"steps\":[", 1).Insert(19, "{\"if\":\"a\",\"then\":[", 2_000).ToString(),
        "many" => "{ \"id\": \"many\", \"trigger\": { \"manual\": true }, \"steps\": [" + string.Join(",", Enumerable.Range(0, 600).Select(i => $"{{\"id\":\"h{i}\",\"holdout\":1}}")) + "] }",
        "half a letter" => """{ "id": "half", "trigger": { "manual": true }, "steps": [ { "id": "h", "if": "\ud800" } ] }""",
        "half a name" => """{ "\ud800": 1, "trigger": { "manual": true } }""",
        "no object" => "[ 1, 2 ]",
        _ => " ",
    };

    private static bool IsRefused(HttpResponseMessage response)
        => response.StatusCode == HttpStatusCode.Forbidden
            || (response.StatusCode == HttpStatusCode.Redirect && response.Headers.Location!.ToString() is var to
                && (to.Contains("403", StringComparison.Ordinal) || to.Contains("Denied", StringComparison.OrdinalIgnoreCase)));

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()!)];

    private static Task<string> SaveAsync(AdminBrowser admin, string title, string definition, string submit)
        => admin.SubmitAsync(Editor, Editor, new Dictionary<string, string?> { ["TitlePart.Title"] = title, ["EmailSequencePart.Definition"] = definition, [submit] = submit });

    private static async Task<JsonElement> CheckAsync(AdminBrowser admin, string definition)
    {
        using var response = await admin.PostAsync(Editor, CheckAddress, ("Title", "Checked"), ("Definition", definition));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(AdminBrowser.Token));
    }

    [GeneratedRegex("name=\"EmailSequencePart.Basis\" value=\"([^\"]*)\"")]
    private static partial Regex BasisField();
}
