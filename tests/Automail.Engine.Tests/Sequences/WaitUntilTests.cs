using System.Globalization;
using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences;

/// <summary>Waits for a time of the clock and for a date of the contact, spreads and holdouts.</summary>
public sealed class WaitUntilTests
{
    private static readonly DateTimeOffset Start = At("2026-11-20T12:00:00Z"); // a Friday

    [Fact]
    public async Task A_spread_makes_a_wait_longer_by_chance_and_always_the_same_for_a_passage()
    {
        var plan = Plan("""{"id":"w","wait":"PT1H","spread":"PT2H"}""");
        var ends = new HashSet<DateTimeOffset>();
        for (var i = 0; i < 500; i++)
        {
            var passage = Fresh(Start, $"c{i}");
            var end = (await DecideAsync(plan, passage, Someone())).Enrollment.WakeAt!.Value;
            (await DecideAsync(plan, passage, Someone())).Enrollment.WakeAt.ShouldBe(end);
            end.ShouldBeInRange(Start.AddHours(1), Start.AddHours(3));
            ends.Add(end);
        }

        ends.Count.ShouldBeGreaterThan(400);
        ends.Min().ShouldBeLessThan(Start.AddMinutes(65));
        ends.Max().ShouldBeGreaterThan(Start.AddMinutes(175));
    }

    [Fact]
    public async Task A_holdout_ends_for_its_part_of_the_people_and_always_for_the_same()
    {
        var plan = Plan("""{"id":"h","holdout":20},{"id":"m","send":"a"}""");
        var held = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var contact = Someone() with { Id = $"c{i}" };
            var first = await DecideAsync(plan, Fresh(Start, contact.Id), contact);
            var again = await DecideAsync(plan, Fresh(Start, contact.Id) with { Number = 2, Id = $"s/{contact.Id}/2" }, contact);
            again.Enrollment.Status.ShouldBe(first.Enrollment.Status);
            (first.Mails.Count == 0).ShouldBe(first.Enrollment.Status == EnrollmentStatus.HeldOut);
            held += first.Enrollment.Status == EnrollmentStatus.HeldOut ? 1 : 0;
        }

        held.ShouldBeInRange(340, 460);
    }

    [Theory]
    [InlineData("""{"time":"13:00"}""", "2026-11-20T12:00:00Z")] // now, by the clock of Amsterdam
    [InlineData("""{"time":"12:59"}""", "2026-11-21T11:59:00Z")]
    [InlineData("""{"days":["tue"],"time":"09:00"}""", "2026-11-24T08:00:00Z")]
    [InlineData("""{"days":["fri"],"time":"09:00"}""", "2026-11-27T08:00:00Z")]
    public async Task A_time_of_the_clock_is_the_contacts(string until, string expected)
        => (await DecideAsync(Plan($$"""{"id":"w","waitUntil":{{until}}}"""), Fresh(Start), Someone())).Enrollment.WakeAt.ShouldBe(At(expected));

    [Theory]
    [InlineData("Europe/Amsterdam", "2027-03-27T12:00:00Z", "02:30", "2027-03-28T01:00:00Z")] // left out: the first moment after the gap
    [InlineData("Europe/Amsterdam", "2027-10-30T12:00:00Z", "02:30", "2027-10-31T00:30:00Z")] // comes twice: the first
    [InlineData("Pacific/Auckland", "2026-09-26T10:00:00Z", "02:30", "2026-09-26T14:00:00Z")]
    [InlineData("Pacific/Auckland", "2027-04-03T10:00:00Z", "02:30", "2027-04-03T13:30:00Z")]
    [InlineData("America/Sao_Paulo", "2018-11-03T20:00:00Z", "00:00", "2018-11-04T03:00:00Z")] // a gap at midnight
    public void The_nights_on_which_clocks_change_have_their_moment(string zone, string from, string time, string expected)
    {
        var clock = new ClockTime(ClockTime.EveryDay, NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value);
        clock.Next(At(from), WallClock.Zone(zone, null)).ShouldBe(At(expected));
        clock.Next(At(expected), WallClock.Zone(zone, null)).ShouldBe(At(expected));
    }

    [Theory]
    [InlineData("""{"attribute":"renewal"}""", "\"2026-12-10\"", "2026-12-10T08:00:00Z")] // at nine, when nothing else is said
    [InlineData("""{"attribute":"renewal","before":"P3D","time":"07:30"}""", "\"2026-12-10\"", "2026-12-07T06:30:00Z")]
    [InlineData("""{"attribute":"renewal","after":"PT2H"}""", "\"2026-12-10T16:15\"", "2026-12-10T17:15:00Z")]
    [InlineData("""{"attribute":"renewal"}""", "\"2026-12-10T16:15:00Z\"", "2026-12-10T16:15:00Z")]
    [InlineData("""{"attribute":"birthday","yearly":true}""", "\"1990-01-05\"", "2027-01-05T08:00:00Z")]
    [InlineData("""{"attribute":"birthday","yearly":true}""", "\"1990-11-20\"", "2027-11-20T08:00:00Z")] // this year's is over since this morning
    [InlineData("""{"attribute":"birthday","yearly":true,"before":"P7D"}""", "\"1990-11-28\"", "2026-11-21T08:00:00Z")]
    [InlineData("""{"attribute":"birthday","yearly":true}""", "\"1992-02-29\"", "2027-02-28T08:00:00Z")] // no such day in 2027
    public async Task A_date_of_the_contact_decides(string until, string value, string expected)
        => (await DecideAsync(Plan($$"""{"id":"w","waitUntil":{{until}}}"""), Fresh(Start), Someone(value))).Enrollment.WakeAt.ShouldBe(At(expected));

    [Fact]
    public async Task A_birthday_on_a_leap_day_is_on_that_day_in_a_leap_year()
    {
        var start = At("2028-01-10T12:00:00Z");
        (await DecideAsync(Plan("""{"id":"w","waitUntil":{"attribute":"birthday","yearly":true}}"""), Fresh(start), Someone("\"1992-02-29\""), start)).Enrollment.WakeAt
            .ShouldBe(At("2028-02-29T08:00:00Z"));
    }

    [Theory]
    [InlineData("\"2026-11-01\"")] // over
    [InlineData("\"soon\"")]
    [InlineData("20261210")]
    [InlineData(null)]
    public async Task Without_a_date_that_is_to_come_it_goes_on_at_once(string? value)
    {
        var decision = await DecideAsync(Plan("""{"id":"w","waitUntil":{"attribute":"renewal"}},{"id":"m","send":"a"},{"id":"x","wait":"PT1H"}"""), Fresh(Start), Someone(value));

        decision.Mails.ShouldHaveSingleItem().StepId.ShouldBe("m");
        decision.Enrollment.WakeAt.ShouldBe(Start.AddHours(1));
    }

    [Fact]
    public async Task Whoever_has_no_date_leaves_where_the_step_says_so()
    {
        var plan = Plan("""{"id":"w","waitUntil":{"attribute":"renewal","missing":"exit"}},{"id":"m","send":"a"}""");

        var left = await DecideAsync(plan, Fresh(Start), Someone());
        (left.Mails.Count, left.Enrollment.Status, left.Enrollment.EndReason).ShouldBe((0, EnrollmentStatus.Exited, "no date in the attribute 'renewal'"));
        (await DecideAsync(plan, Fresh(Start), Someone("\"2026-11-01\""))).Mails.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_date_that_moves_moves_the_wait()
    {
        var plan = Plan("""{"id":"w","waitUntil":{"attribute":"renewal","before":"P1D"}},{"id":"m","send":"a"},{"id":"x","wait":"PT1H"}""");
        var waiting = (await DecideAsync(plan, Fresh(Start), Someone("\"2026-12-10\""))).Enrollment;
        var later = Start.AddDays(2);

        (await HearAsync(plan, waiting, Someone("\"2026-12-10\""), later)).Enrollment.ShouldBeSameAs(waiting);
        (await HearAsync(plan, waiting, Someone("\"2026-12-20\""), later)).Enrollment.WakeAt.ShouldBe(At("2026-12-19T08:00:00Z"));
        var over = await HearAsync(plan, waiting, Someone("\"2026-11-22\""), later);
        over.Mails.Count.ShouldBe(1);
        over.Enrollment.WakeAt.ShouldBe(later.AddHours(1));
        (await HearAsync(plan, waiting, Someone(), later)).Mails.Count.ShouldBe(1);
    }

    private static ValueTask<Decision> DecideAsync(SequencePlan plan, Enrollment enrollment, Contact contact, DateTimeOffset? now = null)
        => SequenceRules.DecideAsync(plan, enrollment, new Signal.Entered(), Context(contact, now ?? Start));

    private static ValueTask<Decision> HearAsync(SequencePlan plan, Enrollment enrollment, Contact contact, DateTimeOffset now)
        => SequenceRules.DecideAsync(
            plan, enrollment, new Signal.Happened(new BehaviorEvent("test", "e", "contact.updated", "ann@example.org", now, Json("{}"))), Context(contact, now));

    private static DecisionContext Context(Contact contact, DateTimeOffset now) => new(now, contact, WallClock.Zone(contact.TimeZone, null), new Always());

    private static SequencePlan Plan(string steps) => new(SequenceReader.Read($$"""{ "id": "s", "trigger": { "event": "x" }, "steps": [{{steps}}] }"""), 1);

    private static Enrollment Fresh(DateTimeOffset at, string contact = "c1")
        => new() { Id = $"s/{contact}/1", JourneyId = "s", Version = 1, ContactId = contact, EnteredAt = at, StepStartedAt = at, EnteredBy = new EnteringEvent("x", at, Json("{}")) };

    private static Contact Someone(string? date = null) => new()
    {
        Id = "c1",
        Email = "ann@example.org",
        TimeZone = "Europe/Amsterdam",
        Attributes = date is null ? new Dictionary<string, JsonElement>() : new Dictionary<string, JsonElement> { ["renewal"] = Json(date), ["birthday"] = Json(date) },
    };

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    private sealed class Always : IConditions
    {
        public ValueTask<bool> HoldsAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now) => ValueTask.FromResult(true);
    }
}
