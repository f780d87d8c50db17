using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences;

/// <summary>Why, what next, and pausing, as the site's services do it.</summary>
[Collection(nameof(SharedSite))]
public sealed class PassagesOnSiteTests(Site site)
{
    private const string Pia = "pia@passages.example";

    [Fact]
    public async Task A_passage_is_foreseen_paused_resumed_and_traced()
    {
        await site.PublishTemplateAsync("passages-hello", part => part.Subject = "Hello");
        (await site.ImportAsync("""
            { "name": "AutomailSequences", "sequences": [
                { "id": "passages", "purpose": "transactional", "trigger": { "event": "passages.joined", "if": "event.count > 3" },
                  "steps": [ { "id": "w1", "wait": "PT2H" }, { "id": "b1", "if": "contact.tags contains 'calm'", "then": [], "else": [ { "id": "m1", "send": "passages-hello" } ] } ] } ] }
            """)).ShouldBeEmpty();
        await site.TakeAsync("user.registered", Pia, $$"""{ "email": "{{Pia}}" }""");
        await site.TakeAsync("passages.joined", Pia, """{ "count": 4 }""");
        var contact = (await ReadAsync(unit => unit.Contacts.FindAsync(ContactIdentity.FromSubject(Pia))))!;
        var id = Enrollment.MakeId("passages", contact.Id, 1);
        var entered = (await PassageAsync(id)).EnteredAt;

        var told = (await site.WithAsync<DryRun, DryRunResult?>(dryRun => dryRun.RunAsync(new DryRunRequest { ContactId = contact.Id }))).ShouldNotBeNull();
        var paused = await site.WithAsync<PassageControl, PassageChange>(control => control.PauseAsync(id, "anna", "on the phone"));
        var standing = await PassageAsync(id);
        var resumed = await site.WithAsync<PassageControl, PassageChange>(control => control.ResumeAsync(id, "anna", null));

        var mail = told.Mails.ShouldHaveSingleItem();
        (mail.Template, mail.SkipReason, mail.Time - entered).ShouldBe(("passages-hello", null, TimeSpan.FromHours(2)));
        (paused, standing.PausedBy, standing.WakeAt, resumed).ShouldBe((PassageChange.Done, "operator anna: on the phone", null, PassageChange.Done));
        (await PassageAsync(id)).WakeAt.ShouldNotBeNull();
        var trace = await ReadAsync(unit => PassageTrace.ReadAsync(unit, id));
        trace.Select(decision => decision.Entry.Kind).ShouldBe([TraceKind.Condition, TraceKind.Entered, TraceKind.Wait, TraceKind.Paused, TraceKind.Resumed, TraceKind.Wait]);
        trace[0].Entry.Values!["event.count"].ShouldBe("4");
        site.MailTo(Pia).ShouldBeEmpty();
    }

    private async Task<Enrollment> PassageAsync(string id) => (await ReadAsync(unit => unit.Enrollments.GetAsync([id])))[id];

    private Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query) => site.WithAsync<IAutomailStore, T>(store => store.ReadAsync(query));
}
