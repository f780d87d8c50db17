using System.Net;
using System.Text.Json;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Overview;

/// <summary>The list of all sequences that run, whether they are content or not.</summary>
[Collection(nameof(AdminSite))]
public sealed class SequencesOverviewTests(AdminSite site)
{
    private const string Page = "/Admin/Automail/Sequences";

    [Fact]
    public async Task A_sequence_of_a_recipe_is_listed_and_can_be_made_a_content_item_that_closes_it()
    {
        await site.PublishSequenceAsync("ov-recipe");
        await site.EnterAsync("ov-recipe", "ann@ovrecipe.example");
        using var admin = await AdminBrowser.AdminAsync(site);

        var before = await admin.TextAsync(Page);
        var edited = await admin.SendAsync(Page, $"{Page}/ov-recipe/Adopt");
        var twice = await admin.SendAsync(Page, $"{Page}/ov-recipe/Adopt");

        before.ShouldContain($"{Page}/ov-recipe/People");
        before.ShouldContain($"action=\"{Page}/ov-recipe/Adopt\"");
        edited.ShouldContain("“The ov-recipe” is a content item now, and goes on as it is.");
        twice.ShouldContain("Nothing changed: a content item has this sequence already");
        (await admin.TextAsync(Page)).ShouldNotContain($"{Page}/ov-recipe/Adopt");
        var item = (await site.FindSequenceItemAsync("The ov-recipe")).ShouldNotBeNull();
        item.Published.ShouldBeTrue();
        (await site.FindPlanAsync("ov-recipe"))!.Value.Plan.Version.ShouldBe(1, "nothing has changed for those who are inside");
        await site.WithItemAsync(item.ContentItemId, (contents, published) => contents.UnpublishAsync(published));
        (await admin.TextAsync(Page)).ShouldContain("Lets nobody in");
    }

    [Fact]
    public async Task A_version_that_a_recipe_brought_after_the_items_own_is_told_in_the_editor()
    {
        var id = await site.AddSequenceAsync("Overtaken", """{ "id": "ov-over", "name": "The ov-over", "purpose": "transactional", "trigger": { "manual": true }, "steps": [ { "id": "w1", "wait": "P2D" } ] }""");
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = $"/Admin/Contents/ContentItems/{id}/Edit";

        await site.PublishSequenceAsync("ov-over", """{ "id": "w1", "wait": "P2D" }""");
        var same = await admin.TextAsync(page);
        await site.PublishSequenceAsync("ov-over", """{ "id": "w1", "wait": "P9D" }""");
        var overtaken = await admin.TextAsync(page);
        await admin.SubmitAsync(page, page, new Dictionary<string, string?> { ["submit.Publish"] = "submit.Publish" });

        same.ShouldNotContain("What runs came in a recipe");
        overtaken.ShouldContain("What runs came in a recipe, and is not what was published here.");
        overtaken.ShouldContain("\"wait\": \"P9D\"");
        (await admin.TextAsync(page)).ShouldNotContain("What runs came in a recipe");
        (await site.FindPlanAsync("ov-over"))!.Value.Plan.Version.ShouldBe(3);
    }

    [Fact]
    public async Task Who_writes_sequences_and_not_templates_gets_no_way_to_their_editor()
    {
        await site.PublishTemplateAsync("ov-mail", part => part.Subject = "Subject of ov-mail");
        var id = await site.AddSequenceAsync("Overview mail", """{ "id": "ov-mail", "purpose": "transactional", "trigger": { "manual": true }, "steps": [ { "id": "m1", "send": "ov-mail" } ] }""");
        using var writer = await AdminBrowser.ClerkAsync(site, "ovwriter", "Edit_EmailSequence");
        using var admin = await AdminBrowser.AdminAsync(site);

        var templates = Templates(await writer.TextAsync($"/Admin/Contents/ContentItems/{id}/Edit"));
        var all = Templates(await admin.TextAsync($"/Admin/Contents/ContentItems/{id}/Edit"));

        templates.GetProperty("subject").GetString().ShouldBe("Subject of ov-mail");
        templates.GetProperty("edit").ValueKind.ShouldBe(JsonValueKind.Null);
        (await writer.PageAsync(templates.GetProperty("mail").GetString()!)).ShouldNotBeEmpty();
        all.GetProperty("edit").GetString().ShouldNotBeNull();
    }

    private static JsonElement Templates(string page)
        => JsonSerializer.Deserialize<JsonElement>(page[(page.IndexOf("data-templates=\"", StringComparison.Ordinal) + 16)..page.IndexOf("\" data-numbers=\"", StringComparison.Ordinal)]).GetProperty("ov-mail");

    [Theory]
    [InlineData("Versions/Preview", "Versions")]
    [InlineData("Versions/Move", "Versions")]
    [InlineData("People/Ask", "People")]
    [InlineData("Enroll/Count", "Enroll")]
    public async Task The_address_of_an_answered_form_opened_anew_leads_back_to_its_page(string address, string page)
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        using var again = await admin.GetAsync($"{Page}/ov-again/{address}");

        again.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        again.Headers.Location!.OriginalString.ShouldBe($"{Page}/ov-again/{page}");
    }

    [Fact]
    public async Task Who_may_look_at_people_finds_them_here_and_changes_nothing()
    {
        await site.PublishSequenceAsync("ov-rights");
        using var nobody = await AdminBrowser.ClerkAsync(site, "ovnobody");
        using var looker = await AdminBrowser.ClerkAsync(site, "ovlooker", "ViewAutomailContacts");
        using var admin = await AdminBrowser.AdminAsync(site);

        using var refused = await nobody.GetAsync(Page);
        using var adopted = await looker.PostAsync("/Admin", $"{Page}/ov-rights/Adopt");
        using var forged = await admin.PostWithoutTokenAsync($"{Page}/ov-rights/Adopt");
        using var missing = await admin.PostAsync(Page, $"{Page}/ov-nowhere/Adopt");
        var page = await looker.PageAsync(Page);
        var people = await looker.PageAsync($"{Page}/ov-rights/People");

        refused.IsRefused().ShouldBeTrue();
        adopted.IsRefused().ShouldBeTrue();
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        page.ShouldContain($"{Page}/ov-rights/People");
        page.ShouldNotContain("/Adopt");
        people.ShouldContain($"<a href=\"{Page}\">");
        people.ShouldNotContain("/Admin/Contents/ContentItems/EmailSequence");
        (await site.FindSequenceItemAsync("The ov-rights")).ShouldBeNull();
    }
}
