using System.Net;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Sequences.People;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.Editing;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.People;

/// <summary>The page of the people in a sequence.</summary>
[Collection(nameof(AdminSite))]
public sealed class PeoplePageTests(AdminSite site)
{
    [Fact]
    public async Task Everybody_is_listed_with_state_version_and_step_and_found_by_each_of_them()
    {
        await site.PublishSequenceAsync("pp-list");
        var first = (await site.EnterAsync("pp-list", "ann@pplist.example", "bob@pplist.example", "cas@pplist.example"))[0];
        await ControlAsync(control => control.PauseAsync(first.Id, "anna", "she asked <b>so</b>"));
        await ControlAsync(control => control.RemoveAsync(Enrollment.MakeId("pp-list", PeopleActs.ContactIdOf("cas@pplist.example"), 1), "anna", null));
        await site.PublishSequenceAsync("pp-list", """{ "id": "w1", "wait": "P5D" }""");
        await site.EnterAsync("pp-list", "dee@pplist.example");
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = PeopleActs.PeopleOf("pp-list");

        var html = await admin.PageAsync(page);

        html.ShouldContain("she asked &lt;b&gt;so&lt;/b&gt;");
        html.ShouldNotContain("<b>so</b>");
        var all = WebUtility.HtmlDecode(html);
        all.ShouldContain("<h1 class=\"text-break\"><bdi>People in “The pp-list”</bdi></h1>");
        all.ShouldContain("1 to 4 of 4");
        all.ShouldContain("Wait 2 days");
        all.ShouldContain("Wait 5 days");
        await ShowsAsync("?state=paused", "ann");
        await ShowsAsync("?state=active", "bob", "dee");
        await ShowsAsync("?state=removed", "cas");
        await ShowsAsync("?state=completed");
        await ShowsAsync("?version=2", "dee");
        await ShowsAsync("?version=1&state=active", "bob");
        await ShowsAsync("?step=w2");
        await ShowsAsync("?step=w1&q=BOB@ppl", "bob");
        await ShowsAsync("?q=%25");
        await ShowsAsync("?state=nonsense&version=x&pagenum=-3", "ann", "bob", "cas", "dee");

        async Task ShowsAsync(string query, params string[] names)
        {
            var shown = await admin.TextAsync(page + query);
            foreach (var name in (string[])["ann", "bob", "cas", "dee"])
            {
                shown.Contains($"{name}@pplist.example</bdi>", StringComparison.Ordinal).ShouldBe(names.Contains(name), $"{query} {name}");
            }
        }
    }

    [Fact]
    public async Task Chosen_people_are_asked_about_paused_resumed_moved_on_and_removed_with_a_reason()
    {
        await site.PublishSequenceAsync("pp-some");
        var people = await site.EnterAsync("pp-some", "ann@ppsome.example", "bob@ppsome.example", "cas@ppsome.example");
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = PeopleActs.PeopleOf("pp-some");
        (string, string)[] two = [("ids", people[0].Id), ("ids", people[1].Id)];

        var asked = await admin.SendAsync(page, page + "/Ask", [("what", "Pause"), ("scope", "selected"), .. two]);
        asked.ShouldContain("Pause 2 people?");
        asked.ShouldContain("ann@ppsome.example</bdi>");
        (await site.GetAsync(people[0])).PausedAt.ShouldBeNull();

        (await ChangeAsync("Pause", ("reason", "holiday"))).ShouldContain("Done for 2 of 2.");
        (await site.GetAsync(people[0])).PausedBy.ShouldBe("operator admin: holiday");
        (await ChangeAsync("Pause")).ShouldContain("nobody was in a state for it any more");
        (await ChangeAsync("Resume")).ShouldContain("Done for 2 of 2.");
        (await admin.SendAsync(page, page + "/Ask", [("what", "SkipAhead"), .. two])).ShouldContain("w3: Wait 4 days");
        await ChangeAsync("SkipAhead", ("to", "w3"));
        (await site.GetAsync(people[1])).StepId.ShouldBe("w3");
        (await ChangeAsync("Remove", ("reason", new string('x', 501)))).ShouldContain("is longer than 500 characters");
        await ChangeAsync("Remove", ("reason", "moved <i>away</i>"));
        (await site.GetAsync(people[1])).EndReason.ShouldBe("operator admin: moved <i>away</i>");
        (await site.GetAsync(people[2])).Status.ShouldBe(EnrollmentStatus.Active);
        (await admin.PageAsync(page)).ShouldNotContain("<i>away</i>");

        async Task<string> ChangeAsync(string what, params (string, string)[] more) => await admin.SendAsync(page, page + "/Change", [("what", what), ("scope", "selected"), .. two, .. more]);
    }

    [Fact]
    public async Task People_of_another_sequence_are_not_touched_from_here()
    {
        await site.PublishSequenceAsync("pp-mine");
        await site.PublishSequenceAsync("pp-other");
        var other = (await site.EnterAsync("pp-other", "eve@ppother.example"))[0];
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = PeopleActs.PeopleOf("pp-mine");

        (await admin.SendAsync(page, page + "/Change", ("what", "Remove"), ("ids", other.Id), ("ids", "nobody/at/1"))).ShouldContain("Nothing changed");
        (await admin.SendAsync(page, page + "/Ask", ("what", "Remove"), ("ids", other.Id))).ShouldContain("Nobody who is inside was chosen");
        using var unknown = await admin.GetAsync(PeopleActs.PeopleOf("no-such-sequence"));
        using var nonsense = await admin.PostAsync(page, page + "/Change", ("what", "Explode"), ("scope", "all"));

        (await site.GetAsync(other)).Status.ShouldBe(EnrollmentStatus.Active);
        (unknown.StatusCode, nonsense.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("Ask")]
    [InlineData("Change")]
    public async Task A_version_that_is_no_number_means_nobody(string action)
    {
        var id = "pp-version-" + action.ToLowerInvariant();
        await site.PublishSequenceAsync(id);
        var passage = (await site.EnterAsync(id, $"ann@{id}.example"))[0];
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = PeopleActs.PeopleOf(id);

        using var refused = await admin.PostAsync(page, $"{page}/{action}", ("What", "Remove"), ("Scope", "all"), ("Version", "one"));

        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.ReadAsync(unit => unit.Enrollments.GetAsync([passage.Id])))[passage.Id].Status.ShouldBe(EnrollmentStatus.Active);
    }

    [Fact]
    public async Task All_of_a_large_sequence_are_done_in_stretches_that_survive_and_leave_out_who_comes_later()
    {
        await site.PublishSequenceAsync("pp-all");
        await FillAsync("pp-all", 450);
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = PeopleActs.PeopleOf("pp-all");
        (await admin.SendAsync(page, page + "/Ask", ("what", "Pause"), ("scope", "all"))).ShouldContain("Pause 450 people?");

        using var response = await admin.PostAsync(page, page + "/Change", ("what", "Pause"), ("scope", "all"), ("reason", "a mistake in the second mail"));
        var work = response.Headers.Location!.OriginalString;
        (await admin.TextAsync(work)).ShouldContain("200 of 450 looked at, done for 200");
        (await admin.PageAsync(page)).ShouldContain(work);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        var late = (await site.EnterAsync("pp-all", "late@ppall.example"))[0];

        await site.SweepAsync();

        var told = await admin.TextAsync(work);
        told.ShouldContain("450 of 450 looked at, done for 450");
        told.ShouldContain("a mistake in the second mail");
        (await admin.PageAsync(work + "/Progress")).ShouldContain("\"state\":\"Done\"");
        (await admin.TextAsync(page + "?state=paused")).ShouldContain("of 450");
        (await site.GetAsync(late)).PausedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Work_that_is_stopped_stops_and_only_those_at_a_step_of_a_version_are_meant()
    {
        await site.PublishSequenceAsync("pp-stop");
        await FillAsync("pp-stop", 410);
        await site.EnterAsync("pp-stop", "ahead@ppstop.example");
        await ControlAsync(control => control.SkipAheadAsync(Enrollment.MakeId("pp-stop", PeopleActs.ContactIdOf("ahead@ppstop.example"), 1), "w3", "anna", null));
        using var admin = await AdminBrowser.AdminAsync(site);
        var page = PeopleActs.PeopleOf("pp-stop");
        (await admin.SendAsync(page, page + "/Ask", ("what", "Remove"), ("scope", "all"), ("step", "w1"), ("version", "1"))).ShouldContain("Remove 410 people?");
        using var response = await admin.PostAsync(page, page + "/Change", ("what", "Remove"), ("scope", "all"), ("step", "w1"), ("version", "1"));
        var work = response.Headers.Location!.OriginalString;

        var stopped = await admin.SendAsync(work, work + "/Stop");
        await site.SweepAsync();

        stopped.ShouldContain("It is stopped. What was done stays done.");
        (await admin.TextAsync(work)).ShouldContain("operator admin");
        (await admin.TextAsync(page + "?state=removed")).ShouldContain("of 200");
        (await admin.SendAsync(work, work + "/Stop")).ShouldContain("it was not running any more");
        using var elsewhere = await admin.GetAsync(work.Replace("pp-stop", "pp-all-others", StringComparison.Ordinal));
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_may_only_look_changes_nothing_and_a_form_without_its_token_neither()
    {
        await site.PublishSequenceAsync("pp-rights");
        var passage = (await site.EnterAsync("pp-rights", "ann@pprights.example"))[0];
        var page = PeopleActs.PeopleOf("pp-rights");
        using var nobody = await AdminBrowser.ClerkAsync(site, "ppnobody");
        using var looker = await AdminBrowser.ClerkAsync(site, "pplooker", "ViewAutomailContacts");
        using var keeper = await AdminBrowser.ClerkAsync(site, "ppkeeper", "ManageAutomailEnrollments");
        using var admin = await AdminBrowser.AdminAsync(site);

        using (var refused = await nobody.GetAsync(page))
        {
            refused.IsRefused().ShouldBeTrue();
        }

        (await looker.PageAsync(page)).ShouldNotContain("name=\"ids\"");
        (await keeper.PageAsync(page)).ShouldContain("name=\"ids\"");
        foreach (var action in (string[])["Ask", "Change"])
        {
            using var refused = await looker.PostAsync("/Admin", $"{page}/{action}", ("what", "Remove"), ("ids", passage.Id));
            refused.IsRefused().ShouldBeTrue(action);
            using var got = await keeper.GetAsync($"{page}/{action}?what=Remove&ids={Uri.EscapeDataString(passage.Id)}");
            got.IsSuccessStatusCode.ShouldBeFalse(action);
        }

        using var stop = await looker.PostAsync("/Admin", "/Admin/Automail/Sequences/pp-rights/Work/any/Stop");
        using var forged = await admin.PostWithoutTokenAsync(page + "/Change", ("what", "Remove"), ("ids", passage.Id));
        stop.IsRefused().ShouldBeTrue();
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await site.GetAsync(passage)).Status.ShouldBe(EnrollmentStatus.Active);
        await keeper.SendAsync(page, page + "/Change", ("what", "Remove"), ("ids", passage.Id));
        (await site.GetAsync(passage)).EndReason.ShouldBe("operator ppkeeper");
    }

    [Fact]
    public async Task The_editor_and_the_list_of_sequences_lead_to_the_people()
    {
        var id = await site.AddSequenceAsync("Linked", SequenceItems.Definition("pp-linked", "pplinked.start"));
        using var admin = await AdminBrowser.AdminAsync(site);

        (await admin.PageAsync($"/Admin/Contents/ContentItems/{id}/Edit")).ShouldContain($"href=\"{PeopleActs.PeopleOf("pp-linked")}\"");
        (await admin.PageAsync("/Admin/Contents/ContentItems/EmailSequence?q=Linked")).ShouldContain($"href=\"{PeopleActs.PeopleOf("pp-linked")}\"");
        (await admin.PageAsync(PeopleActs.PeopleOf("pp-linked"))).ShouldContain($"/Admin/Contents/ContentItems/{id}/Edit");
    }

    private Task<PassageChange> ControlAsync(Func<PassageControl, Task<PassageChange>> change) => site.WithAsync(change);

    /// <summary>People who wait at the first step.</summary>
    private async Task FillAsync(string sequenceId, int count)
    {
        for (var start = 0; start < count; start += 150)
        {
            await site.WriteAsync(async unit =>
            {
                for (var i = start; i < Math.Min(count, start + 150); i++)
                {
                    await PeopleFill.AddAsync(unit, sequenceId, i, site.Clock.Now);
                }
            });
        }
    }
}
