using System.Globalization;
using System.Net;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Sequences.Migration;

/// <summary>Where people stand in versions, what a new one means for them, and moving them to it.</summary>
[Collection(nameof(AdminSite))]
public sealed class VersionsPageTests(AdminSite site)
{
    private const string Two = """{ "id": "w1", "wait": "P2D" }, { "id": "w2", "wait": "P3D" }""";
    private const string Changed = """{ "id": "w1", "wait": "P1D" }, { "id": "w3", "wait": "P9D" }""";

    [Fact]
    public async Task A_draft_shows_what_it_means_and_is_published_with_people_moving_or_without()
    {
        var id = await site.AddSequenceAsync("Versions draft", Manual("vp-draft", Two));
        await site.EnterAsync("vp-draft", "ann@vpdraft.example", "bob@vpdraft.example");
        await site.ChangeSequenceAsync(id, Manual("vp-draft", Changed), publish: false);
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await admin.TextAsync(VersionsPage.Of("vp-draft"));
        var preview = await admin.AnswerAsync("vp-draft", "Preview", ("Versions[0].Answer", "Move"));

        page.ShouldContain("The draft would be version 2.");
        page.ShouldContain("Version 1: 2 people inside");
        page.ShouldContain("Vanished: w2: Wait 3 days");
        page.ShouldContain("Changed: w1: Wait 2 days → Wait 1 day");
        page.ShouldContain("Added: w3: Wait 9 days");
        preview.ShouldContain("Shown for 2 people.");
        preview.ShouldContain("ann@vpdraft.example");
        preview.ShouldContain("Goes on with w1: Wait 1 day");
        preview.ShouldContain("Publish and move as shown");
        (await site.FindPlanAsync("vp-draft"))!.Value.Plan.Version.ShouldBe(1, "a preview changes nothing");
        (await site.PassageAsync("vp-draft", "ann@vpdraft.example")).Version.ShouldBe(1);

        var done = await admin.MoveAsync("vp-draft", ("Versions[0].Answer", "Move"), ("Reason", "shorter <waits>"));
        await site.SweepAsync();

        done.ShouldContain("Version 2 is published, and people are being moved to it.");
        (await site.FindPlanAsync("vp-draft"))!.Value.Plan.Version.ShouldBe(2);
        var ann = await site.PassageAsync("vp-draft", "ann@vpdraft.example");
        (ann.Version, ann.EnteredVersion, ann.StepId, ann.WakeAt).ShouldBe((2, 1, "w1", ann.EnteredAt.AddDays(1)));
        TraceLog.Read(ann.Trace).ShouldContain(entry => entry.Kind == TraceKind.Moved && entry.Note == "operator admin: shorter <waits>");
        (await site.LatestMoveAsync("vp-draft"))!.State.ShouldBe(MigrationState.Done);
        var after = await admin.PageAsync(VersionsPage.Of("vp-draft"));
        after.ShouldContain("2 of 2 done: 2 moved, 0 taken out, 0 had finished and go on, 0 left as they are");
        after.ShouldContain("shorter &lt;waits&gt;");
        after.ShouldNotContain("<waits>");
        (await admin.PageAsync(VersionsPage.Of("vp-draft") + "/Progress")).ShouldContain("\"state\":\"Done\",\"percent\":100");
    }

    [Fact]
    public async Task Publishing_any_other_way_moves_nobody_and_who_stayed_can_move_later()
    {
        var id = await site.AddSequenceAsync("Versions later", Manual("vp-later", Two));
        await site.EnterAsync("vp-later", "ann@vplater.example", "bob@vplater.example");
        using var admin = await AdminBrowser.AdminAsync(site);
        await site.ChangeSequenceAsync(id, Manual("vp-later", Changed), publish: false);

        using (var response = await admin.PostAsync("/Admin/Contents/ContentItems/EmailSequence", $"/Admin/Contents/ContentItems/{id}/Publish"))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            (await admin.TextAsync(response.Headers.Location!.OriginalString)).ShouldContain("2 people who are inside stay on the version of before.");
        }

        await site.SweepAsync();
        (await site.FindPlanAsync("vp-later"))!.Value.Plan.Version.ShouldBe(2);
        (await site.PassageAsync("vp-later", "ann@vplater.example")).Version.ShouldBe(1);
        (await admin.TextAsync(VersionsPage.Of("vp-later"))).ShouldContain("Version 2 is the latest.");
        var one = await admin.AnswerAsync("vp-later", "Preview", ("Versions[0].Answer", "Exit"), ("Contact", "BOB@vplater.example"));
        one.ShouldContain("Is taken out");
        one.ShouldContain("bob@vplater.example");
        one.ShouldNotContain("ann@vplater.example");
        (await admin.AnswerAsync("vp-later", "Preview", ("Versions[0].Answer", "Exit"), ("Contact", "nobody@vplater.example"))).ShouldContain("There is no contact “nobody@vplater.example”.");
        (await admin.AnswerAsync("vp-later", "Move")).ShouldContain("Nothing changed: everybody stays.");
        (await admin.MoveAsync("vp-later", ("Versions[0].Answer", "Move"), ("Versions[0].Steps[0].To", "step:w3"))).ShouldContain("People are being moved to version 2.");
        await site.SweepAsync();

        (await site.PassageAsync("vp-later", "bob@vplater.example")).StepId.ShouldBe("w3");
        (await admin.TextAsync(VersionsPage.Of("vp-later"))).ShouldContain("Nobody is inside of an earlier version");
    }

    [Fact]
    public async Task What_was_published_or_changed_after_the_preview_is_not_applied()
    {
        var id = await site.AddSequenceAsync("Versions race", Manual("vp-race", Two));
        await site.EnterAsync("vp-race", "ann@vprace.example");
        await site.ChangeSequenceAsync(id, Manual("vp-race", Changed), publish: false);
        using var admin = await AdminBrowser.AdminAsync(site);
        var seen = await admin.HiddenAsync("vp-race");
        (string, string)[] answer = [.. seen, ("Versions[0].Answer", "Exit")];
        var page = VersionsPage.Of("vp-race");

        await site.ChangeSequenceAsync(id, Manual("vp-race", Changed.Replace("P9D", "P8D", StringComparison.Ordinal)), publish: false);
        var changed = await admin.SendAsync(page, page + "/Move", answer);
        await site.ChangeSequenceAsync(id, Manual("vp-race", Changed.Replace("P9D", "P7D", StringComparison.Ordinal)), publish: true);
        var published = await admin.SendAsync(page, page + "/Move", answer);

        changed.ShouldContain("The sequence was changed or published meanwhile, and nobody was moved.");
        published.ShouldContain("The sequence was changed or published meanwhile, and nobody was moved.");
        (await site.LatestMoveAsync("vp-race")).ShouldBeNull();
        (await site.PassageAsync("vp-race", "ann@vprace.example")).Status.ShouldBe(EnrollmentStatus.Active);
    }

    [Fact]
    public async Task Two_operators_at_once_and_steps_that_there_are_not_are_refused()
    {
        await site.PublishSequenceAsync("vp-twice", Two);
        await site.EnterAsync("vp-twice", "ann@vptwice.example");
        await site.PublishSequenceAsync("vp-twice", Changed);
        using var admin = await AdminBrowser.AdminAsync(site);

        var unknown = await admin.AnswerAsync("vp-twice", "Move", ("Versions[0].Answer", "Move"), ("Versions[0].Steps[0].To", "step:nowhere"));
        var shown = await admin.AnswerAsync("vp-twice", "Preview", ("Versions[0].Answer", "Move"), ("Versions[0].Steps[0].To", "step:nowhere"));
        var first = await admin.MoveAsync("vp-twice", ("Versions[0].Answer", "Move"));
        var second = await admin.MoveAsync("vp-twice", ("Versions[0].Answer", "Exit"));
        await site.SweepAsync();

        unknown.ShouldContain("That was refused: versions[1].steps.w1: version 2 has no step 'nowhere'.");
        shown.ShouldContain("version 2 has no step 'nowhere'.");
        first.ShouldContain("People are being moved to version 2.");
        second.ShouldContain("People of this sequence are being moved already, and nothing has changed.");
        (await site.PassageAsync("vp-twice", "ann@vptwice.example")).Version.ShouldBe(2);
        (await site.LatestMoveAsync("vp-twice"))!.Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_move_that_goes_on_can_be_stopped_by_who_may_and_the_page_says_what_was_left()
    {
        await site.PublishSequenceAsync("vp-stop");
        await site.WriteAsync(async unit =>
        {
            for (var i = 0; i < 410; i++)
            {
                await PeopleFill.AddAsync(unit, "vp-stop", i, site.Clock.Now);
            }
        });
        await site.PublishSequenceAsync("vp-stop", Changed);
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = VersionsPage.Of("vp-stop");
        await admin.MoveAsync("vp-stop", ("Versions[0].Answer", "Move"));
        await site.WithAsync<DueWorker, int>(worker => worker.RunOnceAsync(DueWorker.BatchSize, AdminBrowser.Token));
        (await site.LatestMoveAsync("vp-stop"))!.Moved.ShouldBe(200);
        using var looker = await AdminBrowser.ClerkAsync(site, "vpstoplooker", "ViewAutomailContacts");

        (await looker.PageAsync(page)).ShouldNotContain("/Versions/Stop");
        using (var refused = await looker.PostAsync("/Admin", page + "/Stop", ("number", "1")))
        {
            refused.IsRefused().ShouldBeTrue();
        }

        using (var forged = await admin.PostWithoutTokenAsync(page + "/Stop", ("number", "1")))
        {
            forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        (await admin.PageAsync(page)).ShouldContain("/Versions/Stop");
        (await admin.PageAsync(page)).ShouldContain("data-state=\"Running\"");
        (await site.LatestMoveAsync("vp-stop"))!.State.ShouldBe(MigrationState.Running);
        var stopped = await admin.SendAsync(page, page + "/Stop", ("number", "1"));
        await site.SweepAsync();

        stopped.ShouldContain("It is stopped. Who was moved stays moved, and the others stay where they are.");
        stopped.ShouldContain("Stopped by operator admin.");
        var after = await admin.TextAsync(page);
        after.ShouldContain("200 of 410 done: 200 moved");
        after.ShouldContain("Version 1: 210 people inside");
        after.ShouldNotContain("/Versions/Stop");
        (await admin.PageAsync(page + "/Progress")).ShouldContain("\"state\":\"Stopped\"");
        (await admin.SendAsync(page, page + "/Stop", ("number", "1"))).ShouldContain("it was not running any more");
    }

    [Fact]
    public async Task A_draft_with_errors_and_a_template_that_is_gone_are_told()
    {
        await site.PublishTemplateAsync("vp-gone", part => part.Subject = "Gone");

        // It opens in some hours, whatever time other tests have made it.
        var opens = site.Clock.Now.AddHours(6);
        var window = string.Create(CultureInfo.InvariantCulture, $$""" "window": { "from": "{{opens:HH:mm}}", "to": "{{opens.AddMinutes(30):HH:mm}}", "zone": "Etc/UTC" }, """);
        var id = await site.AddSequenceAsync("Versions gone", Manual("vp-gone", """{ "id": "m1", "send": "vp-gone" }""", window));
        await site.EnterAsync("vp-gone", "ann@vpgone.example");
        await RemoveTemplateAsync("vp-gone");
        await site.ChangeSequenceAsync(id, Manual("vp-gone", """{ "id": "w1", "wait": "soon" }"""), publish: false);
        using var admin = await AdminBrowser.AdminAsync(site);

        var errors = await admin.TextAsync(VersionsPage.Of("vp-gone"));
        await site.ChangeSequenceAsync(id, Manual("vp-gone", """{ "id": "w1", "wait": "P1D" }"""), publish: false);
        var gone = await admin.TextAsync(VersionsPage.Of("vp-gone"));

        errors.ShouldContain("There is a draft with errors.");
        errors.ShouldContain("'soon' is not an ISO 8601 duration");
        gone.ShouldContain("There is no template “vp-gone” any more.");
        gone.ShouldContain("vanished");
    }

    [Fact]
    public async Task Who_may_only_look_moves_nobody_and_a_form_without_its_token_neither()
    {
        await site.PublishSequenceAsync("vp-rights", Two);
        await site.EnterAsync("vp-rights", "ann@vprights.example");
        await site.PublishSequenceAsync("vp-rights", Changed);
        var page = VersionsPage.Of("vp-rights");
        using var nobody = await AdminBrowser.ClerkAsync(site, "vpnobody");
        using var looker = await AdminBrowser.ClerkAsync(site, "vplooker", "ViewAutomailContacts");
        using var keeper = await AdminBrowser.ClerkAsync(site, "vpkeeper", "ManageAutomailEnrollments");
        using var admin = await AdminBrowser.AdminAsync(site);
        (string, string)[] answer = [.. await admin.HiddenAsync("vp-rights"), ("Versions[0].Answer", "Exit")];

        foreach (var path in (string[])[page, page + "/Progress"])
        {
            using var refused = await nobody.GetAsync(path);
            refused.IsRefused().ShouldBeTrue(path);
        }

        (await looker.TextAsync(page)).ShouldContain("You may look, and may not move people here.");
        foreach (var action in (string[])["Preview", "Move"])
        {
            using var refused = await looker.PostAsync("/Admin", $"{page}/{action}", answer);
            refused.IsRefused().ShouldBeTrue(action);
            using var got = await keeper.GetAsync($"{page}/{action}");
            got.IsSuccessStatusCode.ShouldBeFalse(action);
        }

        using var forged = await admin.PostWithoutTokenAsync(page + "/Move", answer);
        using var missing = await admin.GetAsync(VersionsPage.Of("vp-nowhere"));
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.LatestMoveAsync("vp-rights")).ShouldBeNull();
        await keeper.MoveAsync("vp-rights", ("Versions[0].Answer", "Exit"));
        await site.SweepAsync();
        (await site.PassageAsync("vp-rights", "ann@vprights.example")).EndReason.ShouldBe("operator vpkeeper");
    }

    [Fact]
    public async Task Who_may_move_people_and_not_publish_cannot_publish_here()
    {
        var id = await site.AddSequenceAsync("Versions publish", Manual("vp-publish", Two));
        await site.EnterAsync("vp-publish", "ann@vppublish.example");
        await site.ChangeSequenceAsync(id, Manual("vp-publish", Changed), publish: false);
        using var keeper = await AdminBrowser.ClerkAsync(site, "vpkeepertoo", "ManageAutomailEnrollments");

        var hidden = await keeper.HiddenAsync("vp-publish");
        using var refused = await keeper.PostAsync("/Admin", VersionsPage.Of("vp-publish") + "/Move", [.. hidden, ("Versions[0].Answer", "Exit")]);

        refused.IsRefused().ShouldBeTrue();
        (await site.FindPlanAsync("vp-publish"))!.Value.Plan.Version.ShouldBe(1);
    }

    [Fact]
    public async Task The_editor_leads_to_the_versions()
    {
        var id = await site.AddSequenceAsync("Versions linked", Manual("vp-linked", Two));
        await site.EnterAsync("vp-linked", "ann@vplinked.example");
        using var admin = await AdminBrowser.AdminAsync(site);

        var editor = await admin.TextAsync($"/Admin/Contents/ContentItems/{id}/Edit");

        editor.ShouldContain($"href=\"{VersionsPage.Of("vp-linked")}\"");
        editor.ShouldContain("Publishing moves nobody");
    }

    private Task RemoveTemplateAsync(string name)
        => site.InScopeAsync(async services =>
        {
            var templates = await services.GetRequiredService<YesSql.ISession>().Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Template && index.Latest).ListAsync();
            await services.GetRequiredService<IContentManager>().RemoveAsync(templates.Single(item => item.TryGet<EmailTemplatePart>(out var part) && part.Name == name));
        });

    private static string Manual(string id, string steps, string more = "")
        => $$"""{ "id": "{{id}}", "purpose": "transactional", "trigger": { "manual": true }, {{more}} "steps": [ {{steps}} ] }""";
}
