using System.Net;
using Automail.Engine.Consent;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.People;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Environment.Shell;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Enrolling;

/// <summary>Putting people into a sequence from the admin: counted first, then confirmed, at once or spread over a time.</summary>
[Collection(nameof(AdminSite))]
public sealed class EnrollPageTests(AdminSite site)
{
    [Fact]
    public async Task One_contact_is_put_in_from_its_page_with_a_reason_that_stays_in_the_trace()
    {
        await site.PublishSequenceAsync("ep-one");
        var contact = await site.RegisterAsync("ann@epone.example");
        using var admin = await AdminBrowser.AdminAsync(site);

        using var chosen = await admin.GetAsync($"/Admin/Automail/Contacts/{contact.Id}/Enroll?sequence=ep-one");
        (await admin.TextAsync(chosen.Headers.Location!.OriginalString)).ShouldContain("ann@epone.example</bdi>");
        var work = await admin.CountAsync("ep-one", ("source", "contact"), ("contactId", contact.Id), ("reason", "asked <b>by</b> phone"));
        var asked = await admin.PageAsync(work);
        asked.ShouldContain("Put 1 person in?");
        asked.ShouldNotContain("The condition is asked anew");
        asked.ShouldContain("asked &lt;b&gt;by&lt;/b&gt; phone");
        (await site.LatestAsync("ep-one", "ann@epone.example")).ShouldBeNull();
        await admin.BeginAsync(work);
        await site.SweepAsync();

        var passage = (await site.LatestAsync("ep-one", "ann@epone.example")).ShouldNotBeNull();
        TraceLog.Read(passage.Trace)[0].Note.ShouldBe("operator admin: asked <b>by</b> phone");
        var done = await admin.TextAsync(work);
        done.ShouldContain("1 of 1 looked at, done for 1");
        (await admin.BeginAsync(work)).ShouldContain("it does not wait to be confirmed");
        (await admin.TextAsync(await admin.CountAsync("ep-one", ("source", "contact"), ("key", "ANN@epone.example")))).ShouldContain("they are inside");
    }

    [Fact]
    public async Task A_condition_finds_people_and_tells_who_is_kept_out_and_why()
    {
        (await site.ImportAsync("""
            { "name": "AutomailSequences", "sequences": [ { "id": "ep-filter", "purpose": "marketing", "trigger": { "manual": true }, "steps": [ { "id": "w1", "wait": "P2D" } ] } ] }
            """)).ShouldBeEmpty();
        foreach (var name in (string[])["may1", "may2", "inside", "before", "suppressed"])
        {
            await site.KnowAsync($"{name}@epfilter.example", "ep-filter");
        }

        await site.KnowAsync("silent@epfilter.example", "ep-filter", consents: false);
        await site.KnowAsync("other@epfilter.example", "ep-other");
        await site.EnterAsync("ep-filter", "inside@epfilter.example");
        var before = (await site.EnterAsync("ep-filter", "before@epfilter.example"))[0];
        await site.WithAsync<PassageControl, PassageChange>(control => control.RemoveAsync(before.Id, "anna", null));
        await site.WriteAsync(unit => unit.Suppressions.TryAddAsync(new Suppression(Suppression.Hash("suppressed@epfilter.example"), SuppressionReason.HardBounce, site.Clock.Now, "test")));
        using var admin = await AdminBrowser.AdminAsync(site);

        var work = await admin.CountAsync("ep-filter", ("source", "filter"), ("condition", "contact.tags contains 'ep-filter'"));
        await site.SweepAsync();
        var asked = await admin.TextAsync(work);
        await admin.BeginAsync(work);
        await site.SweepAsync();

        asked.ShouldContain("Put 2 people in?");
        asked.ShouldContain("The condition is asked anew for everybody when you confirm");
        asked.ShouldContain("they are inside");
        asked.ShouldContain("they were inside, and may not enter again");
        asked.ShouldContain("no consent was given for marketing");
        asked.ShouldContain("the address is suppressed: mail to it came back for good");
        asked.ShouldContain("may1@epfilter.example</bdi>");
        asked.ShouldNotContain("silent@epfilter.example</bdi>");
        var order = (await site.WorkAsync(work)).Enroll!;
        (order.Found, order.MayEnter).ShouldBe((6, 2));
        order.KeptOut.ShouldBe(new Dictionary<string, int> { ["inside"] = 1, ["no-consent"] = 1, ["re-entry"] = 1, ["suppressed:hard-bounce"] = 1 }, ignoreOrder: true);
        (await site.WorkAsync(work)).ShouldSatisfyAllConditions(one => one.State.ShouldBe(WorkState.Done), one => one.Changed.ShouldBe(2));
        (await site.LatestAsync("ep-filter", "may2@epfilter.example")).ShouldNotBeNull();
        (await site.LatestAsync("ep-filter", "silent@epfilter.example")).ShouldBeNull();
        (await site.LatestAsync("ep-filter", "other@epfilter.example")).ShouldBeNull();
    }

    [Fact]
    public async Task Entries_are_spread_over_the_time_each_at_its_own_moment_and_a_restart_loses_nobody()
    {
        await site.PublishSequenceAsync("ep-spread");
        for (var i = 0; i < 24; i++)
        {
            await site.KnowAsync($"p{i}@epspread.example", "ep-spread");
        }

        using var admin = await AdminBrowser.AdminAsync(site);
        var work = await admin.CountAsync("ep-spread", ("source", "filter"), ("condition", "contact.tags contains 'ep-spread'"));
        await site.SweepAsync();
        await admin.BeginAsync(work, ("spread", "6"), ("unit", "hours"));
        await site.SweepAsync();
        var started = (await site.WorkAsync(work)).Enroll!.StartedAt!.Value;
        for (var hour = 1; hour <= 6; hour++)
        {
            site.Clock.Advance(TimeSpan.FromHours(1));
            if (hour == 3)
            {
                await site.HostServices.GetRequiredService<IShellHost>().ReleaseShellContextAsync(await site.InScopeAsync(services => Task.FromResult(services.GetRequiredService<ShellSettings>())));
            }

            await site.SweepAsync();
            for (var i = 0; i < 24; i++)
            {
                var at = started + EntryCheck.Offset(EnrollActs.IdOf(work), PeopleActs.ContactIdOf($"p{i}@epspread.example"), TimeSpan.FromHours(6));
                (await site.LatestAsync("ep-spread", $"p{i}@epspread.example") is not null).ShouldBe(at <= site.Clock.Now, $"hour {hour}, person {i}");
            }
        }

        (await site.WorkAsync(work)).ShouldSatisfyAllConditions(one => one.State.ShouldBe(WorkState.Done), one => one.Changed.ShouldBe(24));
    }

    [Fact]
    public async Task Nobody_enters_twice_though_re_entry_would_allow_it_and_joined_and_erased_people_do_no_harm()
    {
        await site.PublishSequenceAsync("ep-twice", """{ "id": "t1", "set": { "tags": { "add": ["ep-was-in"] } } }""", """ "reentry": { "mode": "always" }, """);
        foreach (var name in (string[])["ann", "busy", "gone", "joined"])
        {
            await site.KnowAsync($"{name}@eptwice.example", "ep-twice");
        }

        await site.HappenAsync("crm-eptwice", "user.registered", new { externalId = "crm-eptwice", name = "The same" });
        using var admin = await AdminBrowser.AdminAsync(site);
        var work = await admin.CountFileAsync("ep-twice", "email,external id\nann@eptwice.example,\nbusy@eptwice.example,\ngone@eptwice.example,\njoined@eptwice.example,\n,crm-eptwice\n"u8.ToArray());
        await admin.BeginAsync(work, ("spread", "1"), ("unit", "hours"));
        await site.WriteAsync(unit => unit.Contacts.RemoveAsync(PeopleActs.ContactIdOf("gone@eptwice.example")));
        await site.HappenAsync("crm-eptwice", "contact.updated", new { email = "joined@eptwice.example" });

        await site.EnterAsync("ep-twice", "busy@eptwice.example");

        site.Clock.Advance(TimeSpan.FromHours(1));
        await site.SweepAsync();

        (await site.LatestAsync("ep-twice", "busy@eptwice.example"))!.Number.ShouldBe(1);
        (await site.LatestAsync("ep-twice", "ann@eptwice.example"))!.Number.ShouldBe(1);
        (await site.LatestAsync("ep-twice", "joined@eptwice.example"))!.Number.ShouldBe(1);
        var done = await site.WorkAsync(work);
        (done.State, done.Changed).ShouldBe((WorkState.Done, 2));
        done.Enroll!.KeptOut.ShouldBe(new Dictionary<string, int> { ["no-address"] = 1, ["re-entry"] = 1, ["unknown"] = 1 }, ignoreOrder: true);
        done.Enroll.Parts.ShouldBe(0);
    }

    [Fact]
    public async Task It_stops_when_somebody_says_so_and_when_the_sequence_is_closed()
    {
        await site.PublishSequenceAsync("ep-stop");
        await site.KnowAsync("ann@epstop.example", "ep-stop");
        using var admin = await AdminBrowser.AdminAsync(site);
        var stopped = await BegunAsync();
        (await admin.SendAsync(stopped, stopped + "/Stop")).ShouldContain("It is stopped");
        var closed = await BegunAsync();
        await site.WriteAsync(unit => SequenceCatalog.CloseAsync(unit, "ep-stop"));
        await site.WithAsync<SequenceCatalog, bool>(async catalog =>
        {
            await catalog.LoadAsync();
            return true;
        });
        site.Clock.Advance(TimeSpan.FromHours(2));

        await site.SweepAsync();

        (await site.LatestAsync("ep-stop", "ann@epstop.example")).ShouldBeNull();
        (await admin.TextAsync(closed)).ShouldContain("The sequence lets nobody in any more.");
        (await admin.TextAsync(EnrollActs.EnrollOf("ep-stop"))).ShouldContain("so that it lets nobody in");
        (await admin.TextAsync(await admin.CountAsync("ep-stop", ("source", "contact"), ("key", "ann@epstop.example")))).ShouldContain("The sequence lets nobody in any more.");

        async Task<string> BegunAsync()
        {
            var work = await admin.CountAsync("ep-stop", ("source", "contact"), ("key", "ann@epstop.example"));
            await admin.BeginAsync(work, ("spread", "1"), ("unit", "hours"));
            return work;
        }
    }

    [Fact]
    public async Task Many_people_are_counted_and_enter_in_stretches()
    {
        await site.PublishSequenceAsync("ep-many");
        await site.WriteAsync(async unit =>
        {
            for (var i = 0; i < 700; i++)
            {
                var email = $"p{i}@epmany.example";
                await unit.Contacts.SaveAsync(new() { Id = PeopleActs.ContactIdOf(email), Email = email, Tags = ["ep-many"], CreatedAt = site.Clock.Now, UpdatedAt = site.Clock.Now });
            }
        });
        using var admin = await AdminBrowser.AdminAsync(site);
        var work = await admin.CountAsync("ep-many", ("source", "filter"), ("condition", "contact.tags contains 'ep-many'"));
        (await admin.PageAsync(work + "/Progress")).ShouldContain("\"state\":\"Counting\"");
        await site.SweepAsync();
        (await admin.PageAsync(work + "/Progress")).ShouldContain("\"state\":\"Ready\"");
        await admin.BeginAsync(work);
        await site.SweepAsync();

        var done = await site.WorkAsync(work);
        (done.State, done.Changed, done.Enroll!.Planned).ShouldBe((WorkState.Done, 700, 700));
        (await admin.TextAsync(PeopleActs.PeopleOf("ep-many"))).ShouldContain("of 700");
    }

    [Fact]
    public async Task What_nobody_confirms_is_given_up_after_a_week()
    {
        await site.PublishSequenceAsync("ep-week");
        using var admin = await AdminBrowser.AdminAsync(site);
        var work = await admin.CountFileAsync("ep-week", "email\nann@epweek.example"u8.ToArray());

        site.Clock.Advance(TimeSpan.FromDays(7));
        await site.SweepAsync();

        var given = await site.WorkAsync(work);
        (given.State, given.Enroll!.Parts).ShouldBe((WorkState.Stopped, 0));
        (await site.ReadAsync(unit => unit.PeopleWork().PartsAsync(given.Id, [0]))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("filter", "condition", "contact.name == ", "condition")]
    [InlineData("filter", "condition", "true %}{{ contact.email }}{% if true", "it holds tags")]
    [InlineData("contact", "key", "", "key: is missing")]
    [InlineData("contact", "key", "nobody@epbad.example", "Nobody is known by “nobody@epbad.example”")]
    [InlineData("contact", "key", "<b>@x", "key: is not an e-mail address")]
    [InlineData("file", "x", "", "file: is missing or empty.")]
    public async Task What_cannot_be_used_is_said_and_what_was_typed_stays(string source, string field, string value, string said)
    {
        await site.PublishSequenceAsync("ep-bad");
        using var admin = await AdminBrowser.AdminAsync(site);

        var html = await (await admin.PostAsync(EnrollActs.EnrollOf("ep-bad"), EnrollActs.EnrollOf("ep-bad") + "/Count", ("source", source), (field, value), ("reason", "the reason typed"))).Content.ReadAsStringAsync(AdminBrowser.Token);

        WebUtility.HtmlDecode(html).ShouldContain(said);
        html.ShouldContain("the reason typed");
        html.ShouldNotContain("<b>@x");
        (await site.ReadAsync(unit => unit.PeopleWork().LatestAsync("ep-bad", 10))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_spread_has_to_make_sense()
    {
        await site.PublishSequenceAsync("ep-odd");
        using var admin = await AdminBrowser.AdminAsync(site);
        var work = await admin.CountAsync("ep-odd", ("source", "filter"), ("condition", "contact.tags contains 'ep-odd'"));
        await site.SweepAsync();

        foreach (var spread in (string[])["-1", "31", "1e400", "soon"])
        {
            (await admin.BeginAsync(work, ("spread", spread), ("unit", "days"))).ShouldContain("is not between no time and 30 days", Case.Sensitive, spread);
        }

        (await site.WorkAsync(work)).State.ShouldBe(WorkState.Ready);
        await admin.BeginAsync(work);
        await site.SweepAsync();
        (await site.WorkAsync(work)).State.ShouldBe(WorkState.Done, "nobody was found");
    }

    [Fact]
    public async Task It_takes_the_permission_the_token_a_post_and_the_right_sequence()
    {
        await site.PublishSequenceAsync("ep-rights");
        await site.PublishSequenceAsync("ep-rights2");
        await site.KnowAsync("ann@eprights.example", "ep-rights");
        using var looker = await AdminBrowser.ClerkAsync(site, "eplooker", "ViewAutomailContacts");
        using var admin = await AdminBrowser.AdminAsync(site);
        var enroll = EnrollActs.EnrollOf("ep-rights");
        var work = await admin.CountAsync("ep-rights", ("source", "contact"), ("key", "ann@eprights.example"));
        var begin = work.Replace("/Work/", "/Enroll/", StringComparison.Ordinal) + "/Begin";

        using (var page = await looker.GetAsync(enroll))
        {
            page.IsRefused().ShouldBeTrue();
        }

        (await looker.PageAsync(work)).ShouldNotContain("/Begin");
        foreach (var action in (string[])[enroll + "/Count", begin, work + "/Stop"])
        {
            using var refused = await looker.PostAsync("/Admin", action, ("source", "filter"));
            using var got = await admin.GetAsync(action);
            using var forged = await admin.PostWithoutTokenAsync(action, ("source", "filter"));
            refused.IsRefused().ShouldBeTrue(action);
            got.IsSuccessStatusCode.ShouldBeFalse(action);
            forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest, action);
        }

        (await admin.SendAsync(EnrollActs.EnrollOf("ep-rights2"), begin.Replace("ep-rights", "ep-rights2", StringComparison.Ordinal).Replace("Begin", "Nothing", StringComparison.Ordinal))).ShouldNotContain("Put 1 person in?");
        using var elsewhere = await admin.PostAsync(EnrollActs.EnrollOf("ep-rights2"), begin.Replace("ep-rights", "ep-rights2", StringComparison.Ordinal));
        using var unknown = await admin.PostAsync(enroll, EnrollActs.EnrollOf("no-such-sequence") + "/Count", ("source", "filter"));
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.WorkAsync(work)).State.ShouldBe(WorkState.Ready);
        (await site.LatestAsync("ep-rights", "ann@eprights.example")).ShouldBeNull();
    }
}
