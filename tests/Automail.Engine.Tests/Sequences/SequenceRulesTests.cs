using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences;

public sealed class SequenceRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly Contact _contact = new() { Id = "c1", Email = "ann@example.org", TimeZone = "Europe/Amsterdam" };
    private readonly Asked _conditions = new();

    [Fact]
    public async Task A_send_outside_its_window_waits_and_what_follows_waits_with_it()
    {
        var plan = Plan("""[{"id":"m1","send":"a"},{"id":"w","wait":"PT1H"},{"id":"m2","send":"b"}]""", """, "window": {"days":["mon","tue","wed","thu","fri"],"from":"09:00","to":"20:00"}""");
        var friday = new DateTimeOffset(2026, 11, 20, 19, 30, 0, TimeSpan.Zero); // 20:30 in Amsterdam
        var first = await DecideAsync(plan, Fresh(friday), new Signal.Entered(), friday);
        first.Mails.ShouldBeEmpty();
        var monday = new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
        first.Enrollment.WakeAt.ShouldBe(monday);
        var second = await DecideAsync(plan, first.Enrollment, new Signal.Woken(), monday);
        second.Mails.ShouldHaveSingleItem().StepId.ShouldBe("m1");
        second.Enrollment.WakeAt.ShouldBe(monday.AddHours(1));
    }

    [Fact]
    public async Task Overdue_counts_from_the_opening_of_the_window()
    {
        var plan = Plan("""[{"id":"m1","send":"a"}]""", """, "window": {"from":"09:00","to":"10:00","zone":"UTC"}, "overdue": {"after":"PT30M"}""");
        var waiting = (await DecideAsync(plan, Fresh(Start), new Signal.Entered(), Start)).Enrollment;
        var opening = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
        waiting.WakeAt.ShouldBe(opening);
        (await DecideAsync(plan, waiting, new Signal.Woken(), opening.AddMinutes(30))).Mails.ShouldHaveSingleItem().SkipReason.ShouldBeNull();
        (await DecideAsync(plan, waiting, new Signal.Woken(), opening.AddMinutes(31))).Mails.ShouldHaveSingleItem().SkipReason.ShouldBe("overdue");
    }

    [Fact]
    public async Task Late_but_not_overdue_outside_the_window_waits_for_the_next_opening()
    {
        var plan = Plan("""[{"id":"m1","send":"a"}]""", """, "window": {"from":"09:00","to":"10:00","zone":"UTC"}, "overdue": {"after":"P3D"}""");
        var waiting = (await DecideAsync(plan, Fresh(Start), new Signal.Entered(), Start)).Enrollment;
        var late = await DecideAsync(plan, waiting, new Signal.Woken(), new DateTimeOffset(2026, 11, 21, 15, 0, 0, TimeSpan.Zero));
        late.Mails.ShouldBeEmpty();
        late.Enrollment.WakeAt.ShouldBe(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero));
        late.Enrollment.SendDueAt.ShouldBe(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(true, "yes")]
    [InlineData(false, "no")]
    public async Task If_looks_when_it_is_reached(bool holds, string template)
    {
        var plan = Plan("""[{"id":"w","wait":"PT1H"},{"id":"b","if":"contact.orderCount > 0","then":[{"id":"y","send":"yes"}],"else":[{"id":"n","send":"no"}]},{"id":"z","send":"after"}]""");
        var waiting = (await DecideAsync(plan, Fresh(Start), new Signal.Entered(), Start)).Enrollment;
        _conditions.Answer = holds;
        (await DecideAsync(plan, waiting, new Signal.Woken(), Start.AddHours(1))).Mails.Select(mail => mail.Template).ShouldBe([template, "after"]);
    }

    [Fact]
    public async Task Wait_for_takes_the_first_such_event_or_the_timeout()
    {
        var plan = Plan("""[{"id":"u","waitFor":"link.clicked","timeout":"P3D","then":[{"id":"y","send":"clicked"}],"else":[{"id":"n","send":"not"}]}]""");
        var waiting = (await DecideAsync(plan, Fresh(Start), new Signal.Entered(), Start)).Enrollment;
        waiting.WakeAt.ShouldBe(Start.AddDays(3));
        (await DecideAsync(plan, waiting, Happened("product.viewed", Start.AddHours(1)), Start.AddHours(1))).Enrollment.ShouldBeSameAs(waiting);
        (await DecideAsync(plan, waiting, Happened("link.clicked", Start.AddMinutes(-1)), Start.AddHours(1))).Enrollment.ShouldBeSameAs(waiting);
        var clicked = await DecideAsync(plan, waiting, Happened("link.clicked", Start.AddHours(1)), Start.AddHours(1));
        (clicked.Mails.Single().Template, clicked.Enrollment.Status).ShouldBe(("clicked", EnrollmentStatus.Completed));
        (await DecideAsync(plan, waiting, new Signal.Woken(), Start.AddDays(3))).Mails.Single().Template.ShouldBe("not");
    }

    [Fact]
    public async Task A_split_is_sticky_and_follows_its_weights()
    {
        var plan = Plan("""[{"id":"s","split":[{"weight":30,"steps":[{"id":"a","send":"a"}]},{"weight":70,"steps":[{"id":"b","send":"b"}]}]}]""");
        var ways = new Dictionary<string, int>();
        for (var i = 0; i < 2_000; i++)
        {
            var contact = _contact with { Id = $"c{i}" };
            var one = await SequenceRules.DecideAsync(plan, Fresh(Start) with { ContactId = contact.Id }, new Signal.Entered(), Context(Start, contact));
            var again = await SequenceRules.DecideAsync(plan, Fresh(Start) with { ContactId = contact.Id, Number = 2 }, new Signal.Entered(), Context(Start, contact));
            var way = one.Mails.Single().Template;
            again.Mails.Single().Template.ShouldBe(way);
            ways[way] = ways.GetValueOrDefault(way) + 1;
        }

        ways["a"].ShouldBeInRange(500, 700);
    }

    [Fact]
    public async Task A_goal_counts_within_its_time_only()
    {
        var plan = Plan("""[{"id":"w","wait":"P30D"},{"id":"m","send":"a"}]""", """, "goal": {"event":"order.placed","within":"P7D"}""");
        var waiting = (await DecideAsync(plan, Fresh(Start), new Signal.Entered(), Start)).Enrollment;
        (await DecideAsync(plan, waiting, Happened("order.placed", Start.AddDays(7)), Start.AddDays(7))).Enrollment.Status.ShouldBe(EnrollmentStatus.GoalReached);
        (await DecideAsync(plan, waiting, Happened("order.placed", Start.AddDays(8)), Start.AddDays(8))).Enrollment.ShouldBeSameAs(waiting);
    }

    [Fact]
    public async Task An_exit_condition_ends_it_before_the_next_step()
    {
        var plan = Plan("""[{"id":"w","wait":"PT1H"},{"id":"m","send":"a"}]""", """, "exit": {"if":"contact.orderCount > 0"}""");
        var waiting = (await DecideAsync(plan, Fresh(Start), new Signal.Entered(), Start)).Enrollment;
        _conditions.Answer = true;
        var ended = await DecideAsync(plan, waiting, new Signal.Woken(), Start.AddHours(1));
        (ended.Mails.Count, ended.Enrollment.Status).ShouldBe((0, EnrollmentStatus.Exited));
    }

    [Fact]
    public async Task Set_changes_the_contact_that_the_next_steps_see()
    {
        var decision = await DecideAsync(Plan("""[{"id":"t","set":{"tags":{"add":["reminded"]},"attributes":{"n":1}}}]"""), Fresh(Start), new Signal.Entered(), Start);
        decision.Contact.Tags.ShouldBe(["reminded"]);
        decision.Contact.Attributes["n"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_step_that_is_gone_ends_the_passage_with_a_reason()
    {
        var ended = await DecideAsync(Plan("""[{"id":"m","send":"a"}]"""), Fresh(Start) with { StepId = "gone", WakeAt = Start }, new Signal.Woken(), Start);
        (ended.Enrollment.Status, ended.Enrollment.EndReason).ShouldBe((EnrollmentStatus.Failed, "step 'gone' is gone"));
    }

    [Fact]
    public async Task Too_early_and_after_the_end_nothing_moves()
    {
        var plan = Plan("""[{"id":"w","wait":"PT1H"},{"id":"m","send":"a"}]""");
        var waiting = (await DecideAsync(plan, Fresh(Start), new Signal.Entered(), Start)).Enrollment;
        (await DecideAsync(plan, waiting, new Signal.Woken(), Start.AddMinutes(59))).Enrollment.ShouldBeSameAs(waiting);
        var ended = SequenceRules.End(waiting, EnrollmentStatus.Exited, Start, "x");
        (await DecideAsync(plan, ended, new Signal.Woken(), Start.AddHours(2))).Mails.ShouldBeEmpty();
    }

    private ValueTask<Decision> DecideAsync(SequencePlan plan, Enrollment enrollment, Signal signal, DateTimeOffset now)
        => SequenceRules.DecideAsync(plan, enrollment, signal, Context(now, _contact));

    private DecisionContext Context(DateTimeOffset now, Contact contact) => new(now, contact, WallClock.Zone(contact.TimeZone, null), _conditions);

    private static SequencePlan Plan(string steps, string more = "")
        => new(SequenceReader.Read($$"""{ "id": "s", "trigger": { "event": "x" }, "steps": {{steps}} {{more}} }"""), 1);

    private static Enrollment Fresh(DateTimeOffset at)
        => new() { Id = "s/c1/1", JourneyId = "s", Version = 1, ContactId = "c1", EnteredAt = at, StepStartedAt = at, EnteredBy = new EnteringEvent("x", at, JsonDocument.Parse("{}").RootElement) };

    private static Signal.Happened Happened(string type, DateTimeOffset time)
        => new(new BehaviorEvent("test", "e", type, "ann@example.org", time, JsonDocument.Parse("{}").RootElement));

    private sealed class Asked : IConditions
    {
        public bool Answer { get; set; }

        public ValueTask<bool> HoldsAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now) => ValueTask.FromResult(Answer);
    }
}
