using System.Globalization;
using Automail.Engine.Sequences;
using Automail.Engine.Tests.Flow;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow.Triggers;

public sealed class DateTriggerTests
{
    private const string Ann = "ann@example.org";

    private readonly FlowHost _host = new();

    [Theory]
    [InlineData("Europe/Amsterdam", "2026-06-14", "{}", "2026-06-14T07:00:00Z")]
    [InlineData("Pacific/Auckland", "2026-06-14", "{}", "2026-06-13T21:00:00Z")]
    [InlineData("Europe/Amsterdam", "2026-06-14", """{"before":"P3D","time":"08:30"}""", "2026-06-11T06:30:00Z")]
    [InlineData("Europe/Amsterdam", "2026-06-14T18:00", """{"after":"PT2H"}""", "2026-06-14T18:00:00Z")]
    [InlineData("Europe/Amsterdam", "1990-06-14", """{"yearly":true}""", "2026-06-14T07:00:00Z")]
    [InlineData("Europe/Amsterdam", "1990-03-29", """{"yearly":true,"time":"02:30"}""", "2027-03-29T00:30:00Z")]
    [InlineData("Europe/Amsterdam", "2027-03-28", """{"time":"02:30"}""", "2027-03-28T01:00:00Z")]
    [InlineData("Europe/Amsterdam", "2026-10-25", """{"time":"02:30"}""", "2026-10-25T00:30:00Z")]
    [InlineData("Pacific/Auckland", "2026-09-27", """{"time":"02:30"}""", "2026-09-26T14:00:00Z")]
    [InlineData("Pacific/Auckland", "2027-04-04", """{"time":"02:30"}""", "2027-04-03T13:30:00Z")]
    [InlineData("UTC", "2000-02-29", """{"yearly":true}""", "2027-02-28T09:00:00Z")]
    public async Task A_contact_enters_at_the_moment_by_its_own_clock(string zone, string date, string moment, string expected)
    {
        await PublishAsync(moment);
        await TellAsync(date, zone);

        await _host.AdvanceAsync(TimeSpan.FromDays(364));

        var entered = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        entered.EnteredAt.ShouldBe(At(expected));
        entered.EnteredBy!.Type.ShouldBe("trigger.date");
        entered.EnteredBy.Time.ShouldBe(At(expected));
        entered.EnteredBy.Data.GetProperty("attribute").GetString().ShouldBe("date");
        TraceLog.Read(entered.Trace)[0].Note.ShouldBe($"the date 'date' of the contact: {date}");
    }

    [Fact]
    public async Task A_birthday_on_a_leap_day_comes_every_year()
    {
        await PublishAsync("""{"yearly":true}""", """ "reentry":{"mode":"always"}, """);
        await TellAsync("2000-02-29", "UTC");

        await _host.AdvanceAsync(TimeSpan.FromDays(365 * 3));

        (await _host.EnrollmentsAsync(Ann)).Select(one => one.EnteredAt).ShouldBe([At("2029-02-28T09:00:00Z"), At("2028-02-29T09:00:00Z"), At("2027-02-28T09:00:00Z")]);
    }

    [Theory]
    [InlineData("2026-05-31")]
    [InlineData("2026-06-01T07:59:59Z")]
    [InlineData("next week")]
    [InlineData("5")]
    [InlineData("2026-02-30")]
    public async Task A_date_that_has_passed_or_is_none_lets_nobody_in(string date)
    {
        await PublishAsync("{}");
        await TellAsync(date, "UTC");

        await _host.AdvanceAsync(TimeSpan.FromDays(500));

        (await _host.EnrollmentsAsync(Ann)).ShouldBeEmpty();
        (await CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_date_that_is_no_text_is_none()
    {
        await PublishAsync("{}");
        await _host.HappenAsync(Ann, "user.registered", new { email = Ann, attributes = new { date = 20260614 } });

        (await CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task When_the_date_moves_or_vanishes_the_moment_does()
    {
        await PublishAsync("{}");
        await TellAsync("2026-06-10", "UTC");
        await TellAsync("2026-06-20", "UTC");
        await _host.AdvanceAsync(TimeSpan.FromDays(12));
        (await _host.EnrollmentsAsync(Ann)).ShouldBeEmpty();

        await TellAsync("2026-06-25", "Asia/Tokyo");
        (await NextAsync()).ShouldBe(At("2026-06-25T00:00:00Z"));
        await TellAsync("2026-06-25", "America/New_York");
        (await NextAsync()).ShouldBe(At("2026-06-25T13:00:00Z"));

        await TellAsync(null, "UTC");
        (await CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task An_event_that_does_not_concern_the_date_leaves_a_moment_that_nobody_has_come_to()
    {
        await PublishAsync("{}");
        await TellAsync("2026-06-10", "UTC");

        // Nothing ran at the moment; an event comes before the queue is looked at.
        _host.Clock.AdvanceTo(At("2026-06-10T12:00:00Z"));
        await _host.OrderAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.Zero);

        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().EnteredAt.ShouldBe(At("2026-06-10T12:00:00Z"));
    }

    [Theory]
    [InlineData("", 24, true)]
    [InlineData("", 25, false)]
    [InlineData(""" "overdue":{"after":"PT2H"}, """, 3, false)]
    [InlineData(""" "overdue":{"then":"send"}, """, 24 * 30, true)]
    public async Task A_moment_that_comes_up_late_counts_while_it_is_younger_than_the_limit(string overdue, int hoursLate, bool enters)
    {
        await PublishAsync("""{"yearly":true}""", overdue);
        await TellAsync("1990-06-10", "UTC");

        _host.Clock.AdvanceTo(At("2026-06-10T09:00:00Z").AddHours(hoursLate));
        await _host.AdvanceAsync(TimeSpan.Zero);

        (await _host.EnrollmentsAsync(Ann)).Count.ShouldBe(enters ? 1 : 0);
        (await NextAsync(TriggerKind)).ShouldBe(At("2027-06-10T09:00:00Z"));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_lets_nobody_in_twice()
    {
        var time = new MovableTime(At("2026-06-01T08:00:00Z"));
        var host = new FlowHost(clock: time);
        await host.PublishAsync(Json("""{"yearly":true}""", """ "reentry":{"mode":"always"}, """));
        await host.HappenAsync(Ann, "user.registered", new { email = Ann, attributes = new { date = "1990-06-10" } });

        foreach (var now in new[] { "2026-06-10T09:00:00Z", "2026-06-09T00:00:00Z", "2026-06-10T09:00:00Z", "2026-06-12T00:00:00Z" })
        {
            time.Now = At(now);
            await host.Pipeline.Worker.DrainAsync(TestContext.Current.CancellationToken);
        }

        (await host.EnrollmentsAsync(Ann)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_was_known_before_the_sequence_is_planned_when_it_comes_and_only_for_what_is_still_to_come()
    {
        for (var i = 0; i < 450; i++)
        {
            await _host.HappenAsync($"p{i}@example.org", "user.registered", new { email = $"p{i}@example.org", attributes = new { date = i % 3 == 0 ? "2026-05-01" : "2026-06-10" } });
        }

        await PublishAsync("{}");
        await _host.AdvanceAsync(TimeSpan.FromDays(30));

        var inside = 0;
        for (var i = 0; i < 450; i++)
        {
            var entered = await _host.EnrollmentsAsync($"p{i}@example.org");
            entered.Count.ShouldBe(i % 3 == 0 ? 0 : 1, $"p{i}");
            inside += entered.Count;
        }

        inside.ShouldBe(300);
    }

    [Fact]
    public async Task A_new_version_with_the_same_date_keeps_what_is_planned_and_one_with_another_plans_anew()
    {
        await PublishAsync("{}");
        await TellAsync("2026-06-10", "UTC");

        // Nothing ran at the moment; the series is published with another mail before the queue is looked at.
        _host.Clock.AdvanceTo(At("2026-06-10T12:00:00Z"));
        await PublishAsync("{}", """ "name":"Another", """);
        await _host.AdvanceAsync(TimeSpan.Zero);
        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().Version.ShouldBe(2);

        await PublishAsync("""{"after":"P1D"}""", """ "reentry":{"mode":"always"}, """);
        await PublishAsync("""{"before":"P1D"}""", """ "reentry":{"mode":"always"}, """);
        await _host.AdvanceAsync(TimeSpan.FromDays(20));
        (await _host.EnrollmentsAsync(Ann)).Count.ShouldBe(1, "the day before has passed, and the day after is not asked for any more");
    }

    [Fact]
    public async Task A_closed_sequence_lets_nobody_in_and_an_opened_one_only_for_what_is_still_to_come()
    {
        await PublishAsync("{}");
        await TellAsync("2026-06-10", "UTC");
        await _host.HappenAsync("bob@example.org", "user.registered", new { email = "bob@example.org", attributes = new { date = "2026-06-20" } });
        await _host.Store.ExecuteAsync(unit => SequenceCatalogClose(unit), TestContext.Current.CancellationToken);
        await _host.Pipeline.Sequences.LoadAsync(TestContext.Current.CancellationToken);
        await _host.AdvanceAsync(TimeSpan.FromDays(15));

        await PublishAsync("{}");
        await _host.AdvanceAsync(TimeSpan.FromDays(15));

        (await _host.EnrollmentsAsync(Ann)).ShouldBeEmpty();
        (await _host.EnrollmentsAsync("bob@example.org")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_condition_is_looked_at_when_the_moment_has_come()
    {
        await _host.PublishAsync("""{"id":"s","trigger":{"date":{"attribute":"date"},"if":"contact.orderCount > 0"},"steps":[{"id":"m","send":"m"}]}""");
        await TellAsync("2026-06-10", "UTC");
        await _host.HappenAsync("bob@example.org", "user.registered", new { email = "bob@example.org", attributes = new { date = "2026-06-10" } });
        await _host.AdvanceAsync(TimeSpan.FromDays(2));
        await _host.OrderAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.FromDays(10));

        (await _host.EnrollmentsAsync(Ann)).Count.ShouldBe(1);
        (await _host.EnrollmentsAsync("bob@example.org")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_visitor_enters_for_dates_after_the_address_is_known()
    {
        await PublishAsync("{}");
        await _host.HappenAsync("visitor-1", "contact.updated", new { attributes = new { date = "2026-06-10" } });
        (await CountAsync()).ShouldBe(0);
        await _host.HappenAsync("visitor-1", "contact.updated", new { email = Ann });

        await _host.AdvanceAsync(TimeSpan.FromDays(10));

        (await _host.EnrollmentsAsync(Ann)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_date_that_a_step_sets_counts()
    {
        await PublishAsync("{}");
        await _host.PublishAsync("""{"id":"setter","trigger":{"event":"user.registered"},"steps":[{"id":"t","set":{"attributes":{"date":"2026-06-10"} } }]}""");
        await _host.RegisterAsync(Ann);

        await _host.AdvanceAsync(TimeSpan.FromDays(10));

        (await _host.EnrollmentsAsync(Ann)).Select(one => one.JourneyId).ShouldBe(["s", "setter"]);
    }

    private const string TriggerKind = "date:";

    private static Task<bool> SequenceCatalogClose(IUnitOfWork unit) => Automail.Engine.Flow.SequenceCatalog.CloseAsync(unit, "s");

    private static string Json(string moment, string settings = "")
    {
        var date = System.Text.Json.Nodes.JsonNode.Parse(moment)!.AsObject();
        date["attribute"] = "date";
        return $$"""{"id":"s",{{settings}}"trigger":{"date":{{date.ToJsonString()}}},"steps":[{"id":"m","send":"m"}]}""";
    }

    private Task PublishAsync(string moment, string settings = "") => _host.PublishAsync(Json(moment, settings));

    private Task<Automail.Engine.Flow.IntakeResult> TellAsync(string? date, string timeZone) => _host.HappenAsync(Ann, "contact.updated", new { email = Ann, timeZone, attributes = new { date } });

    private Task<DateTimeOffset?> NextAsync(string? _ = null) => _host.Store.ReadAsync(unit => unit.Due.NextDueAsync(), TestContext.Current.CancellationToken);

    private async Task<int> CountAsync()
    {
        await _host.AdvanceAsync(TimeSpan.Zero);
        return (await _host.Store.ReadAsync(unit => unit.Due.CountAsync(_host.Clock.GetUtcNow()), TestContext.Current.CancellationToken)).Waiting;
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
