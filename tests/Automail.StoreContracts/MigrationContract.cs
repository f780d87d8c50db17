using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

/// <summary>Moving people between versions, on a store. Nobody has an address, so that every mail ends at the gate.</summary>
public abstract partial class MigrationContract : StoreContract
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly VirtualClock _clock = VirtualClock.StandingAt(Start);
    private IAutomailStore _store = null!;
    private SequenceCatalog _catalog = null!;
    private SequenceRunner _runner = null!;
    private PassageControl _control = null!;
    private MigrationDesk _desk = null!;
    private MigrationRunner _migrations = null!;
    private DueWorker _worker = null!;

    [Fact]
    public async Task People_stay_where_they_are_unless_somebody_moves_them()
    {
        await BeginAsync(Steps("""{ "id": "w1", "wait": "P2D" }"""));
        await EnterAsync("ann");
        await PublishAsync(Steps("""{ "id": "w1", "wait": "P1D" }"""));

        await AdvanceAsync(24);

        var ann = await GetAsync("ann");
        (ann.Version, ann.EnteredVersion, ann.Status, ann.WakeAt).ShouldBe((1, null, EnrollmentStatus.Active, Start.AddDays(2)));
    }

    [Fact]
    public async Task A_wait_keeps_its_beginning_and_never_ends_before_now()
    {
        await BeginAsync(Steps("""{ "id": "w1", "wait": "P2D" }, { "id": "w2", "wait": "P1D" }"""));
        await EnterAsync("early");
        await AdvanceAsync(20);
        await EnterAsync("late");
        await AdvanceAsync(10);
        await PublishAsync(Steps("""{ "id": "w1", "wait": "P1D" }, { "id": "w2", "wait": "P1D" }"""));

        await MoveAsync(Move(1));

        var (early, late) = (await GetAsync("early"), await GetAsync("late"));
        (late.Version, late.EnteredVersion, late.StepId, late.StepStartedAt, late.WakeAt).ShouldBe((2, 1, "w1", Start.AddHours(20), Start.AddHours(44)));
        (early.Version, early.StepId, early.StepStartedAt).ShouldBe((2, "w2", Start.AddHours(30)), "its day was over, so it went on at once");
        var moved = TraceLog.Read(late.Trace).Single(entry => entry.Kind == TraceKind.Moved);
        (moved.Time, moved.StepId, moved.Text, moved.Note).ShouldBe((Start.AddHours(30), "w1", "1 → 2", "operator anna: shorter waits"));
    }

    [Fact]
    public async Task A_mail_that_waits_for_its_window_takes_the_new_one()
    {
        await BeginAsync(Steps("""{ "id": "m1", "send": "a" }""", """ "window": { "from": "20:00", "to": "21:00" } """));
        await EnterAsync("ann");
        await PublishAsync(Steps("""{ "id": "m1", "send": "b" }""", """ "window": { "from": "10:00", "to": "11:00" } """));

        await MoveAsync(Move(1));

        (await GetAsync("ann")).WakeAt.ShouldBe(Start.AddHours(2));
        await AdvanceAsync(2);
        (await MailsAsync("ann")).ShouldHaveSingleItem().Template.ShouldBe("b");
    }

    [Fact]
    public async Task Who_stands_at_a_step_that_vanished_goes_on_with_the_next_one_or_leaves_as_the_plan_says()
    {
        await BeginAsync(Steps("""{ "id": "w1", "wait": "P1D" }, { "id": "w2", "wait": "P2D" }, { "id": "w3", "wait": "P3D" }"""));
        await EnterAsync("ann");
        await EnterAsync("bob");
        await _control.SkipAheadAsync(Id("bob"), "w2", "anna", null);
        await PublishAsync(Steps("""{ "id": "w3", "wait": "P3D" }"""));

        var migration = await MoveAsync(new VersionAnswer(1, PeopleAnswer.Move) { Steps = new Dictionary<string, string?> { ["w2"] = null } });

        (migration.State, migration.People, migration.Moved, migration.Exited, migration.LeftAlone).ShouldBe((MigrationState.Done, 2, 1, 1, 0));
        var (ann, bob) = (await GetAsync("ann"), await GetAsync("bob"));
        (ann.StepId, ann.StepStartedAt, ann.WakeAt).ShouldBe(("w3", Start, Start.AddDays(3)));
        (bob.Version, bob.Status, bob.EndReason).ShouldBe((1, EnrollmentStatus.Removed, "operator anna: shorter waits"));
    }

    [Fact]
    public async Task A_mail_is_never_asked_for_a_second_time_even_when_people_go_back()
    {
        await BeginAsync(Steps("""{ "id": "m1", "send": "a" }, { "id": "w1", "wait": "P1D" }, { "id": "m2", "send": "b" }, { "id": "w2", "wait": "P1D" }"""));
        await EnterAsync("ann");
        await AdvanceAsync(30);
        await PublishAsync(Steps("""{ "id": "m1", "send": "a" }, { "id": "w1", "wait": "PT1H" }, { "id": "m2", "send": "other" }, { "id": "m3", "send": "c" }"""));
        var back = new VersionAnswer(1, PeopleAnswer.Move) { Steps = new Dictionary<string, string?> { ["w2"] = "m1" } };

        var told = (await _desk.PreviewAsync(new MigrationPreview(new MigrationPlan("mig", 2, [back])))).ShouldHaveSingleItem();
        await MoveAsync(back);
        await AdvanceAsync(10);

        told.Mails.Select(mail => (mail.StepId, mail.Time - Start, mail.SkipReason)).ShouldBe(
            [("m1", TimeSpan.FromHours(30), GateReasons.PassedBefore), ("m2", TimeSpan.FromHours(31), GateReasons.PassedBefore), ("m3", TimeSpan.FromHours(31), GateReasons.NoAddress)], ignoreOrder: true);
        (await MailsAsync("ann")).Select(mail => (mail.Key.Step, mail.Key.Version, mail.Template)).ShouldBe([("m1", 1, "a"), ("m2", 1, "b"), ("m3", 1, "c")], ignoreOrder: true);
        (await GetAsync("ann")).Status.ShouldBe(EnrollmentStatus.Completed);
        var trace = await _store.ReadAsync(unit => PassageTrace.ReadAsync(unit, Id("ann")));
        trace.Where(one => one.Entry.Kind == TraceKind.Mail).Select(one => (one.Entry.StepId, one.Entry.Note, one.Mail?.QueuedAt - Start)).ShouldBe(
            [("m1", null, TimeSpan.Zero), ("m2", null, TimeSpan.FromHours(24)), ("m1", GateReasons.PassedBefore, TimeSpan.Zero), ("m2", GateReasons.PassedBefore, TimeSpan.FromHours(24)), ("m3", null, TimeSpan.FromHours(31))]);
    }

    [Fact]
    public async Task A_paused_passage_stays_paused()
    {
        await BeginAsync(Steps("""{ "id": "w1", "wait": "P2D" }, { "id": "w2", "wait": "P2D" }"""));
        await EnterAsync("kept");
        await EnterAsync("ahead");
        await AdvanceAsync(12);
        await _control.SkipAheadAsync(Id("ahead"), null, "anna", null);
        await _control.PauseAllAsync("mig", "anna", null);
        await AdvanceAsync(100);
        await PublishAsync(Steps("""{ "id": "w1", "wait": "P1D" }, { "id": "b1", "if": "true", "then": [ { "id": "w3", "wait": "P3D" } ], "else": [ { "id": "w4", "wait": "P4D" } ] }"""));

        await MoveAsync(new VersionAnswer(1, PeopleAnswer.Move) { Steps = new Dictionary<string, string?> { ["w2"] = "b1" } });

        foreach (var (name, step) in new[] { ("kept", "w1"), ("ahead", "b1") })
        {
            var paused = await GetAsync(name);
            (paused.Version, paused.StepId, paused.PausedAt, paused.WakeAt).ShouldBe((2, step, Start.AddHours(12), null));
        }

        await AdvanceAsync(8);
        await _control.ResumeAllAsync("mig", "anna", null);
        (await GetAsync("kept")).WakeAt.ShouldBe(Start.AddHours(132), "half of the day was left");
        var ahead = await GetAsync("ahead");
        (ahead.StepId, ahead.WakeAt).ShouldBe(("w4", Start.AddHours(120 + 96)), "the condition does not hold, and is looked at when it goes on");
    }

    [Fact]
    public async Task Everybody_is_moved_once_stretch_by_stretch_whatever_happens_in_between()
    {
        await BeginAsync(Steps("""{ "id": "w1", "wait": "P9D" }"""));
        const int People = (2 * MigrationRunner.Stretch) + 7;
        await _store.ExecuteAsync(async unit =>
        {
            for (var i = 0; i < People; i++)
            {
                var contact = Some.Contact($"c{i:000}");
                await unit.Contacts.SaveAsync(contact);
                await _runner.EnrollAsync(unit, "mig", contact);
            }
        });
        await PublishAsync(Steps("""{ "id": "w1", "wait": "P5D" }"""));
        var migration = await StartAsync(Move(1));
        migration.People.ShouldBe(People);

        // After the first stretch the worker that holds the next one is gone.
        (await _worker.RunOnceAsync(10)).ShouldBe(1);
        await _store.ExecuteAsync(unit => unit.Due.ClaimAsync(_clock.GetUtcNow(), DueWorker.Lease, 10));
        var half = (await _store.ReadAsync(unit => unit.Sequences.FindMigrationAsync(migration.Id)))!;
        (half.State, half.Moved).ShouldBe((MigrationState.Running, MigrationRunner.Stretch));
        var left = (await _store.ReadAsync(unit => unit.Enrollments.InVersionAsync("mig", 1, false, null, 2))).Enrollments.Select(passage => passage.ContactId).ToArray();
        await _control.RemoveAsync(Id(left[0]), "anna", null);
        await _store.ExecuteAsync(unit => unit.Contacts.RemoveAsync(left[1]));
        await Should.ThrowAsync<FieldException>(() => StartAsync(Move(1)));
        (await _worker.DrainAsync()).ShouldBe(0, "somebody else holds it");
        await AdvanceAsync(1);

        var done = (await _store.ReadAsync(unit => unit.Sequences.FindMigrationAsync(migration.Id)))!;
        (done.State, done.Moved, done.LeftAlone, done.EndedAt).ShouldBe((MigrationState.Done, People - 2, 1, Start + DueWorker.Lease));
        (await _store.ReadAsync(unit => unit.Enrollments.CountAsync("mig", completed: false))).ShouldBe([new(1, "w1", 1), new(2, "w1", People - 2)]);
        var stretch = await _store.ReadAsync(unit => unit.Enrollments.InVersionAsync("mig", 2, false, null, People));
        stretch.Enrollments.ShouldAllBe(passage => TraceLog.Read(passage.Trace).Count(entry => entry.Kind == TraceKind.Moved) == 1 && passage.WakeAt == Start.AddDays(5));
    }

    [Fact]
    public async Task Who_finished_goes_on_with_what_was_added_and_has_not_entered_again()
    {
        await BeginAsync(Steps("""{ "id": "m1", "send": "a" }, { "id": "w1", "wait": "PT1H" }""", """ "reentry": { "mode": "always" }, "exit": { "on": ["order.placed"] } """));
        foreach (var name in new[] { "ann", "bought", "again", "gone" })
        {
            await EnterAsync(name);
        }

        await AdvanceAsync(2);
        await _store.ExecuteAsync(unit => unit.Events.TryAppendAsync(Some.Event("o1", "order.placed", _clock.GetUtcNow()), "bought"));
        await EnterAsync("again", 2);
        await _control.RemoveAsync(Id("again", 2), "anna", null);
        await PublishAsync(Steps("""{ "id": "m1", "send": "a" }, { "id": "w1", "wait": "PT1H" }, { "id": "w2", "wait": "PT1H" }, { "id": "m2", "send": "b" }""", """ "exit": { "on": ["order.placed"] } """));
        var offer = new VersionAnswer(1, PeopleAnswer.Stay) { OffersAdded = true };

        var told = await _desk.PreviewAsync(new MigrationPreview(new MigrationPlan("mig", 2, [offer])));
        await _store.ExecuteAsync(unit => unit.Contacts.RemoveAsync("gone"));
        var migration = await MoveAsync(offer);

        told.ToDictionary(one => one.Contact.Id, one => one.Outcome).ShouldBe(new Dictionary<string, MigrationOutcome>
        {
            ["ann"] = MigrationOutcome.Continued, ["bought"] = MigrationOutcome.LeftAlone, ["again"] = MigrationOutcome.LeftAlone, ["gone"] = MigrationOutcome.Continued,
        }, ignoreOrder: true);
        (migration.Continued, migration.LeftAlone).ShouldBe((1, 3));
        var ann = await GetAsync("ann");
        (ann.Number, ann.EnteredAt, ann.Version, ann.Status, ann.StepId, ann.WakeAt, ann.EndedAt).ShouldBe((1, Start, 2, EnrollmentStatus.Active, "w2", Start.AddHours(3), null));
        await AdvanceAsync(2);
        (await GetAsync("ann")).EndedAt.ShouldBe(Start.AddHours(3));
        (await MailsAsync("ann")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_by_field_and_nothing_happens()
    {
        await BeginAsync(Steps("""{ "id": "w1", "wait": "P1D" }"""));
        await EnterAsync("ann");
        await PublishAsync(Steps("""{ "id": "w2", "wait": "P1D" }"""));
        VersionAnswer To(string from, string to) => new(1, PeopleAnswer.Move) { Steps = new Dictionary<string, string?> { [from] = to } };

        foreach (var (field, version, answer) in new[]
        {
            ("versions[1].steps.w1", 2, To("w1", "w9")), ("versions[1].steps", 2, To("w9", "w2")), ("versions[7]", 2, Move(7)), ("versions[2]", 2, Move(2)), ("toVersion", 3, Move(1)), ("toVersion", 1, new VersionAnswer(2, PeopleAnswer.Exit)),
        })
        {
            (await Should.ThrowAsync<FieldException>(() => _store.ExecuteAsync(unit => _desk.StartAsync(unit, new MigrationPlan("mig", version, [answer]), "anna", null)))).Field.ShouldBe(field);
        }

        (await Should.ThrowAsync<FieldException>(() => _store.ExecuteAsync(unit => _desk.StartAsync(unit, new MigrationPlan("mig", 2, [Move(1), Move(1)]), "anna", null)))).Field.ShouldBe("versions[1]");
        (await Should.ThrowAsync<FieldException>(() => _store.ExecuteAsync(unit => _desk.StartAsync(unit, new MigrationPlan("mig", 2, [Move(1)]), "anna", new string('x', 501))))).Field.ShouldBe("reason");
        (await _store.ReadAsync(unit => unit.Sequences.LatestMigrationAsync("mig"))).ShouldBeNull();
        (await GetAsync("ann")).Version.ShouldBe(1);
    }

    private static VersionAnswer Move(int version) => new(version, PeopleAnswer.Move);

    private static string Steps(string steps, string? settings = null)
        => $$"""{ "id": "mig", "purpose": "transactional", "trigger": { "manual": true }, {{(settings is null ? "" : settings + ",")}} "steps": [ {{steps}} ] }""";

    private async Task BeginAsync(string definition)
    {
        _store = await NewStoreAsync();
        var site = new FixedSite(new SiteProfile { Name = "Shop", Url = "https://shop.example", From = new Mailbox("shop@shop.example") });
        var (mails, conditions) = (new MailQueue(_clock), new Never());
        _catalog = new SequenceCatalog(_store, _clock, NullLogger<SequenceCatalog>.Instance);
        _runner = new SequenceRunner(_store, site, _catalog, mails, conditions, _clock);
        _control = new PassageControl(_store, site, _catalog, mails, conditions, _clock);
        _desk = new MigrationDesk(_store, _catalog, new DryRun(_store, site, conditions, _clock, NullLoggerFactory.Instance), _clock);
        _migrations = new MigrationRunner(_store, site, _catalog, mails, conditions, _clock);
        _worker = new DueWorker(_store, _clock, [_runner, _migrations, new MailSender(_store, new GateKeeper(site, _clock), new NoMail(), new NoMail(), _clock)], NullLogger<DueWorker>.Instance);
        await PublishAsync(definition);
    }

    private Task<SequencePlan> PublishAsync(string definition) => _catalog.PublishAsync(definition);

    private Task<SequenceMigration> StartAsync(VersionAnswer answer)
        => _store.ExecuteAsync(unit => _desk.StartAsync(unit, new MigrationPlan("mig", _catalog.Current["mig"].Version, [answer]), "anna", "shorter waits"));

    private async Task<SequenceMigration> MoveAsync(VersionAnswer answer)
    {
        var migration = await StartAsync(answer);
        await _worker.DrainAsync();
        return (await _store.ReadAsync(unit => unit.Sequences.FindMigrationAsync(migration.Id)))!;
    }

    private async Task EnterAsync(string contactId, int number = 1)
    {
        var contact = Some.Contact(contactId);
        (await _store.ExecuteAsync(async unit =>
        {
            await unit.Contacts.SaveAsync(contact);
            return await _runner.EnrollAsync(unit, "mig", contact);
        })).ShouldBe(EnrollResult.Entered, $"{number}");
    }

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

    private static string Id(string contactId, int number = 1) => Enrollment.MakeId("mig", contactId, number);

    private async Task<Enrollment> GetAsync(string contactId) => (await _store.ReadAsync(unit => unit.Enrollments.GetAsync([Id(contactId)])))[Id(contactId)];

    private async Task<IReadOnlyList<SendRecord>> MailsAsync(string contactId)
        => (await _store.ReadAsync(unit => unit.Ledger.SearchAsync(new SendQuery(ContactId: contactId), 0, 10))).Items;

    private sealed class Never : IConditions
    {
        public ValueTask<bool> HoldsAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now) => ValueTask.FromResult(false);
    }
}
