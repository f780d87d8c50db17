using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Migration;

/// <summary>What the page of the versions showed is what it does.</summary>
[Collection(nameof(AdminSite))]
public sealed class MovingAsShownTests(AdminSite site)
{
    private const string Two = """{ "id": "w1", "wait": "P2D" }, { "id": "w2", "wait": "P3D" }""";
    private const string Changed = """{ "id": "w1", "wait": "P1D" }, { "id": "w3", "wait": "P9D" }""";

    [Fact]
    public async Task Answers_that_were_changed_after_the_preview_are_shown_and_not_applied()
    {
        var id = await site.AddSequenceAsync("Versions changed", Manual("vp-changed", Two));
        await site.EnterAsync("vp-changed", "ann@vpchanged.example");
        await site.ChangeSequenceAsync(id, Manual("vp-changed", Changed), publish: false);
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = VersionsPage.Of("vp-changed");

        var stays = await admin.AnswerAsync("vp-changed", "Move", ("Versions[0].Answer", "Exit"));
        var preview = await admin.AnswerAsync("vp-changed", "Preview", ("Versions[0].Answer", "Move"));
        (string, string)[] shown = [.. VersionsPage.Hidden(preview), .. VersionsPage.Places(preview)];
        var exit = await admin.SendAsync(page, page + "/Move", [.. shown, ("Versions[0].Answer", "Exit")]);
        var elsewhere = await admin.SendAsync(page, page + "/Move", [.. VersionsPage.Hidden(preview), ("Versions[0].Answer", "Move"), ("Versions[0].Steps[0].To", "step:w3")]);

        foreach (var refused in (string[])[stays, exit, elsewhere])
        {
            refused.ShouldContain("The answers were changed after the preview, and nothing was done.");
            refused.ShouldContain("Shown for 1 person.");
        }

        elsewhere.ShouldContain("Goes on with w3: Wait 9 days");
        (await site.LatestMoveAsync("vp-changed")).ShouldBeNull();
        (await site.FindPlanAsync("vp-changed"))!.Value.Plan.Version.ShouldBe(1);
        (await site.PassageAsync("vp-changed", "ann@vpchanged.example")).Status.ShouldBe(EnrollmentStatus.Active);
        (await admin.SendAsync(page, page + "/Move", [.. shown, ("Versions[0].Answer", "Move")])).ShouldContain("Version 2 is published, and people are being moved to it.");
        await site.SweepAsync();
    }

    [Fact]
    public async Task Of_who_is_paused_the_preview_says_so()
    {
        await site.PublishSequenceAsync("vp-paused", Two);
        await site.EnterAsync("vp-paused", "ann@vppaused.example");
        await site.PublishSequenceAsync("vp-paused", Changed);
        using var admin = await AdminBrowser.AdminAsync(site);
        var people = "/Admin/Automail/Sequences/vp-paused/People";
        await admin.SendAsync(people, people + "/Change", ("What", "Pause"), ("Scope", "all"));

        var preview = await admin.AnswerAsync("vp-paused", "Preview", ("Versions[0].Answer", "Move"));

        preview.ShouldContain("Is paused: gets no mail before it is resumed.");
    }

    private static string Manual(string id, string steps)
        => $$"""{ "id": "{{id}}", "purpose": "transactional", "trigger": { "manual": true }, "steps": [ {{steps}} ] }""";
}
