using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

/// <summary>What operators do to people inside a sequence, on a store.</summary>
public abstract class PassageControlContract : StoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly VirtualClock _clock = VirtualClock.StandingAt(Start);
    private IAutomailStore _store = null!;
    private SequenceRunner _runner = null!;
    private PassageControl _control = null!;
    private DueWorker _worker = null!;
    private DryRun _dryRun = null!;

    [Fact]
    public async Task A_paused_wait_stands_still_and_goes_on_with_what_was_left()
    {
        await BeginAsync("""{ "id": "pc", "trigger": { "manual": true }, "steps": [ { "id": "w1", "wait": "PT10H" }, { "id": "w2", "wait": "PT1H" } ] }""");
        var id = await EnterAsync("ann");
        await AdvanceAsync(4);

        (await _control.PauseAsync(id, "anna", "a complaint")).ShouldBe(PassageChange.Done);
        await AdvanceAsync(100);
        var paused = await GetAsync(id);
        (paused.Status, paused.PausedAt, paused.PausedBy, paused.WakeAt, paused.StepId).ShouldBe((EnrollmentStatus.Active, Start.AddHours(4), "operator anna: a complaint", null, "w1"));

        (await _control.ResumeAsync(id, "bert", null)).ShouldBe(PassageChange.Done);
        var resumed = await GetAsync(id);
        (resumed.PausedAt, resumed.PausedBy, resumed.PausedWakeAt, resumed.WakeAt).ShouldBe((null, null, null, Start.AddHours(110)));
        await AdvanceAsync(6);
        (await GetAsync(id)).StepId.ShouldBe("w2");
        await AdvanceAsync(1);
        (await GetAsync(id)).Status.ShouldBe(EnrollmentStatus.Completed);
        TraceLog.Read((await GetAsync(id)).Trace).Select(entry => (entry.Kind, entry.Note, entry.Until - Start)).ShouldBe(
        [
            (TraceKind.Entered, null, null), (TraceKind.Wait, null, TimeSpan.FromHours(10)), (TraceKind.Paused, "operator anna: a complaint", null), (TraceKind.Resumed, "operator bert", null),
            (TraceKind.Wait, null, TimeSpan.FromHours(110)), (TraceKind.Wait, null, TimeSpan.FromHours(111)), (TraceKind.Ended, null, null),
        ]);
    }

    [Fact]
    public async Task What_is_meant_by_the_clock_keeps_its_time_or_takes_the_next_one()
    {
        await BeginAsync("""{ "id": "pc", "trigger": { "manual": true }, "steps": [ { "id": "c1", "waitUntil": { "time": "12:00" } } ] }""");
        var (early, late) = (await EnterAsync("ann"), await EnterAsync("bob"));

        await _control.PauseAllAsync("pc", "anna", null);
        await AdvanceAsync(2);
        await _control.ResumeAsync(early, "anna", null);
        await AdvanceAsync(3);
        await _control.ResumeAsync(late, "anna", null);

        (await GetAsync(early)).EndedAt.ShouldBe(Start.AddHours(4));
        (await GetAsync(late)).WakeAt.ShouldBe(Start.AddHours(28));
    }

    [Fact]
    public async Task Exits_end_a_paused_passage_and_nobody_enters_beside_it()
    {
        await BeginAsync("""{ "id": "pc", "trigger": { "manual": true }, "reentry": { "mode": "always" }, "exit": { "on": ["order.placed"] }, "steps": [ { "id": "u1", "waitFor": "link.clicked", "timeout": "P1D" } ] }""");
        var id = await EnterAsync("ann");
        await _control.PauseAsync(id, "anna", null);

        (await _store.ExecuteAsync(unit => _runner.EnrollAsync(unit, "pc", Some.Contact("ann")))).ShouldBe(EnrollResult.NotAllowed);
        await HappenAsync("ann", "link.clicked");
        (await GetAsync(id)).PausedAt.ShouldBe(Start);
        await HappenAsync("ann", "order.placed");

        var ended = await GetAsync(id);
        (ended.Status, ended.PausedAt, ended.EndReason).ShouldBe((EnrollmentStatus.Exited, null, "exit: order.placed"));
    }

    [Fact]
    public async Task Skipping_ahead_leaves_out_the_step_at_which_it_stands()
    {
        await BeginAsync("""
            { "id": "pc", "purpose": "transactional", "trigger": { "manual": true }, "window": { "from": "10:00", "to": "11:00" },
              "steps": [ { "id": "m1", "send": "a" }, { "id": "w1", "wait": "P1D" }, { "id": "u1", "waitFor": "x", "timeout": "P1D", "then": [ { "id": "w2", "wait": "P1D" } ], "else": [ { "id": "w3", "wait": "P1D" } ] }, { "id": "w4", "wait": "P1D" } ] }
            """);
        var id = await EnterAsync("ann");
        (await GetAsync(id)).StepId.ShouldBe("m1");

        foreach (var step in new[] { "w1", "u1", "w3" })
        {
            (await _control.SkipAheadAsync(id, null, "anna", null)).ShouldBe(PassageChange.Done);
            var now = await GetAsync(id);
            (now.StepId, now.StepStartedAt).ShouldBe((step, Start));
        }

        (await _control.SkipAheadAsync(id, "w1", "anna", null)).ShouldBe(PassageChange.NotPossible);
        (await _control.SkipAheadAsync(id, "nowhere", "anna", null)).ShouldBe(PassageChange.NotPossible);
        (await _control.SkipAheadAsync(id, "w4", "anna", null)).ShouldBe(PassageChange.Done);
        (await GetAsync(id)).WakeAt.ShouldBe(Start.AddDays(1));
        var mail = (await _store.ReadAsync(unit => unit.Ledger.SearchAsync(new SendQuery(ContactId: "ann"), 0, 10))).Items.ShouldHaveSingleItem();
        (mail.State, mail.Reason).ShouldBe((SendState.Skipped, GateReasons.SkippedAhead));
        (await _control.SkipAheadAsync(id, null, "anna", null)).ShouldBe(PassageChange.Done);
        (await GetAsync(id)).Status.ShouldBe(EnrollmentStatus.Completed);
        (await _control.SkipAheadAsync(id, null, "anna", null)).ShouldBe(PassageChange.NotInside);
    }

    [Fact]
    public async Task Everybody_in_a_sequence_can_be_paused_resumed_moved_on_and_removed()
    {
        await BeginAsync("""{ "id": "pc", "trigger": { "manual": true }, "steps": [ { "id": "w1", "wait": "P1D" }, { "id": "w2", "wait": "P1D" } ] }""");
        string[] ids = [await EnterAsync("c0"), await EnterAsync("c1"), await EnterAsync("c2"), await EnterAsync("c3")];
        await _control.SkipAheadAsync(ids[0], null, "anna", null);
        await _control.PauseAsync(ids[1], "anna", null);

        (await _control.SkipAllAheadAsync("pc", "w1", null, "anna", null)).ShouldBe(2, "of those at the step one is paused");
        (await _control.PauseAllAsync("pc", "anna", null)).ShouldBe(3);
        await AdvanceAsync(1_000);
        (await _control.ResumeAllAsync("pc", "anna", null)).ShouldBe(4);
        (await _control.RemoveAllAsync("pc", "anna", "over")).ShouldBe(4);

        (await _control.RemoveAllAsync("pc", "anna", null)).ShouldBe(0);
        foreach (var id in ids)
        {
            var removed = await GetAsync(id);
            (removed.Status, removed.EndReason, removed.StepId).ShouldBe((EnrollmentStatus.Removed, "operator anna: over", id == ids[1] ? "w1" : "w2"));
        }

        (await _store.ReadAsync(unit => unit.Due.NextDueAsync())).ShouldBeNull("nothing is due for who is out");
    }

    [Fact]
    public async Task A_dry_run_reads_what_is_there_and_changes_nothing()
    {
        await BeginAsync("""{ "id": "pc", "purpose": "transactional", "trigger": { "manual": true }, "steps": [ { "id": "w1", "wait": "PT10H" }, { "id": "m1", "send": "a" } ] }""");
        var id = await EnterAsync("ann");
        var before = await GetAsync(id);

        var told = (await _dryRun.RunAsync(new DryRunRequest { ContactId = "ann" })).ShouldNotBeNull();

        told.Mails.ShouldBe([new DryMail(Start.AddHours(10), "pc", id, "m1", "a", GateReasons.NoAddress)]);
        told.Passages.ShouldHaveSingleItem().EndedAt.ShouldBe(Start.AddHours(10));
        (await GetAsync(id)).ShouldBeSame(before);
        (await _store.ReadAsync(unit => unit.Ledger.SearchAsync(new SendQuery(ContactId: "ann"), 0, 10))).Items.ShouldBeEmpty();
        (await _store.ReadAsync(unit => unit.Due.NextDueAsync())).ShouldBe(Start.AddHours(10));
    }

    [Fact]
    public async Task What_cannot_be_done_changes_nothing()
    {
        await BeginAsync("""{ "id": "pc", "trigger": { "manual": true }, "steps": [ { "id": "w1", "wait": "P1D" } ] }""");
        var id = await EnterAsync("ann");

        (await _control.ResumeAsync(id, "anna", null)).ShouldBe(PassageChange.NotPossible);
        await _control.PauseAsync(id, "anna", null);
        (await _control.PauseAsync(id, "bert", null)).ShouldBe(PassageChange.NotPossible);
        (await _control.SkipAheadAsync(id, null, "bert", null)).ShouldBe(PassageChange.NotPossible);
        (await GetAsync(id)).PausedBy.ShouldBe("operator anna");
        (await _control.PauseAsync("nobody", "anna", null)).ShouldBe(PassageChange.NotInside);
        (await _control.RemoveAsync(id, "anna", null)).ShouldBe(PassageChange.Done);
        (await _control.RemoveAsync(id, "anna", null)).ShouldBe(PassageChange.NotInside);
        Should.Throw<FieldException>(() => _control.PauseAsync(id, "anna", new string('x', 501))).Field.ShouldBe("reason");
    }

    private async Task BeginAsync(string definition)
    {
        _store = await NewStoreAsync();
        var site = new FixedSite(new SiteProfile { Name = "Shop", Url = "https://shop.example", From = new Mailbox("shop@shop.example") });
        var catalog = new SequenceCatalog(_store, _clock, NullLogger<SequenceCatalog>.Instance);
        var (mails, conditions) = (new MailQueue(_clock), new Never());
        _runner = new SequenceRunner(_store, site, catalog, mails, conditions, _clock);
        _control = new PassageControl(_store, site, catalog, mails, conditions, _clock);
        _dryRun = new DryRun(_store, site, conditions, _clock, NullLoggerFactory.Instance);
        _worker = new DueWorker(_store, _clock, [_runner], NullLogger<DueWorker>.Instance);
        await catalog.PublishAsync(definition);
    }

    private async Task<string> EnterAsync(string contactId)
    {
        var contact = Some.Contact(contactId);
        (await _store.ExecuteAsync(async unit =>
        {
            await unit.Contacts.SaveAsync(contact);
            return await _runner.EnrollAsync(unit, "pc", contact);
        })).ShouldBe(EnrollResult.Entered);
        return Enrollment.MakeId("pc", contactId, 1);
    }

    private Task HappenAsync(string contactId, string type)
        => _store.ExecuteAsync(unit => _runner.OnEventAsync(unit, Some.Event($"{contactId}-{type}", type, _clock.GetUtcNow()), Some.Contact(contactId)));

    private async Task AdvanceAsync(double hours)
    {
        var until = _clock.GetUtcNow().AddHours(hours);
        while (await _store.ReadAsync(unit => unit.Due.NextDueAsync()) is { } next && next <= until)
        {
            _clock.AdvanceTo(next);
            await _worker.DrainAsync();
        }

        _clock.AdvanceTo(until);
    }

    private async Task<Enrollment> GetAsync(string id) => (await _store.ReadAsync(unit => unit.Enrollments.GetAsync([id])))[id];

    private sealed class Never : IConditions
    {
        public ValueTask<bool> HoldsAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now) => ValueTask.FromResult(false);
    }
}
