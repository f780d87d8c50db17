using System.Globalization;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Automail.Engine.Tests.Flow.Triggers;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>The edges that docs/features/sequences.md tells under "What happens when": time that jumps, events that come late, people who are erased.</summary>
public sealed class WhatHappensWhenTests
{
    private const string Ann = "ann@example.org";

    private readonly FlowHost _host = new();

    [Fact]
    public async Task A_wait_of_400_days_ends_after_400_days()
    {
        await _host.PublishAsync(Sequence("""{"id":"w","wait":"P400D"},{"id":"m","send":"a"}"""));
        await _host.RegisterAsync(Ann);

        await _host.AdvanceAsync(TimeSpan.FromDays(399.9));
        _host.Sent.ShouldBeEmpty();
        await _host.AdvanceAsync(TimeSpan.FromDays(1));

        _host.Sent.ShouldHaveSingleItem().Time.ShouldBe(FlowHost.Start.AddDays(400));
    }

    [Fact]
    public async Task Who_is_erased_gets_no_more_mail_and_the_passage_ends_with_the_reason()
    {
        await _host.PublishAsync(Sequence("""{"id":"w","wait":"P1D"},{"id":"m","send":"a"}"""));
        await _host.RegisterAsync(Ann);
        await _host.RegisterAsync("bob@example.org");
        var ann = (await _host.ContactAsync(Ann))!;
        await _host.Store.ExecuteAsync(unit => unit.Contacts.RemoveAsync(ann.Id), Token);

        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        var passage = (await _host.Store.ReadAsync(unit => unit.Enrollments.ForContactAsync(ann.Id), Token)).ShouldHaveSingleItem();
        (passage.Status, passage.EndReason).ShouldBe((EnrollmentStatus.Removed, "the contact is gone"));
        _host.Sent.Select(mail => mail.To).ShouldBe(["bob@example.org"]);
    }

    [Fact]
    public async Task A_mail_to_somebody_who_was_erased_after_it_was_asked_for_is_not_sent()
    {
        _host.Answer = _ => new DeliveryResult(DeliveryOutcome.Transient, "421 busy");
        await _host.PublishAsync(Sequence("""{"id":"m","send":"a"}"""));
        await _host.RegisterAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.Zero);
        var ann = (await _host.ContactAsync(Ann))!;
        await _host.Store.ExecuteAsync(unit => unit.Contacts.RemoveAsync(ann.Id), Token);
        _host.Answer = _ => DeliveryResult.Accepted;

        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        _host.Sent.ShouldBeEmpty();
        (await _host.LedgerAsync()).ShouldHaveSingleItem().State.ShouldBeOneOf(SendState.Skipped, SendState.Failed);
    }

    [Fact]
    public async Task An_event_that_is_told_late_lets_in_now_and_once()
    {
        await _host.PublishAsync(Sequence("""{"id":"w","wait":"P1D"},{"id":"m","send":"a"}""", "product.viewed"));
        await _host.RegisterAsync(Ann);
        var before = FlowHost.Start.AddDays(-3);

        await _host.HappenAsync(Ann, "product.viewed", new { sku = "a" }, before, "late");
        await _host.HappenAsync(Ann, "product.viewed", new { sku = "a" }, before, "late");
        await _host.AdvanceAsync(TimeSpan.FromDays(5));

        var passage = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        (passage.EnteredAt, passage.EnteredBy!.Time).ShouldBe((FlowHost.Start, before));
        _host.Sent.ShouldHaveSingleItem().Time.ShouldBe(FlowHost.Start.AddDays(1));
    }

    [Theory]
    [InlineData(-1, 2, "no")] // it happened before the step began
    [InlineData(1, 2, "yes")] // it happened while the step waits, and is told later
    [InlineData(1, 30, "no")] // it is told when the time is over
    public async Task A_wait_for_an_event_goes_by_when_it_happened_and_ends_at_its_time(int happenedHour, int toldHour, string template)
    {
        await _host.PublishAsync(Sequence("""{"id":"f","waitFor":"product.viewed","timeout":"P1D","then":[{"id":"y","send":"yes"}],"else":[{"id":"n","send":"no"}]}"""));
        await _host.RegisterAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.FromHours(toldHour));

        await _host.HappenAsync(Ann, "product.viewed", new { sku = "a" }, FlowHost.Start.AddHours(happenedHour));
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        _host.Sent.Select(mail => mail.Template).ShouldBe([template]);
    }

    [Fact]
    public async Task A_goal_that_is_told_when_the_passage_has_ended_changes_nothing()
    {
        await _host.PublishAsync(Sequence("""{"id":"w","wait":"PT1H"},{"id":"m","send":"a"}""", more: """ "goal": { "event": "order.placed", "within": "P7D" }, """));
        await _host.RegisterAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.FromHours(2));

        await _host.OrderAsync(Ann, FlowHost.Start.AddMinutes(30));

        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
    }

    [Fact]
    public async Task Events_out_of_order_leave_the_newest_cart()
    {
        await _host.RegisterAsync(Ann);
        await _host.PublishAsync(Sequence("""{"id":"m","send":"a"}""", "cart.abandoned"));
        await _host.FillCartAsync(Ann, 80, time: FlowHost.Start.AddMinutes(-5));
        await _host.FillCartAsync(Ann, 20, time: FlowHost.Start.AddMinutes(-10));

        await _host.AdvanceAsync(TimeSpan.FromHours(2));

        var passage = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        passage.EnteredBy!.Data.GetProperty("total").GetDecimal().ShouldBe(80);
        passage.EnteredBy.Time.ShouldBe(FlowHost.Start.AddMinutes(55));
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_skips_what_is_overdue_and_what_follows_counts_from_then()
    {
        var (time, host) = Movable();
        await host.PublishAsync(Sequence("""{"id":"w1","wait":"P1D"},{"id":"w2","wait":"P1D"},{"id":"m1","send":"a"},{"id":"w3","wait":"P1D"},{"id":"m2","send":"b"}"""));
        await host.RegisterAsync(Ann);
        var jumped = FlowHost.Start.AddDays(10).AddHours(1);

        await DrainAsync(host, time, jumped);
        host.Sent.ShouldBeEmpty();
        (await host.LedgerAsync()).ShouldHaveSingleItem().Reason.ShouldBe("overdue");
        await DrainAsync(host, time, jumped.AddDays(1));

        host.Sent.Select(mail => mail.Template).ShouldBe(["b"]);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_sends_nothing_twice_and_nothing_before_its_moment()
    {
        var (time, host) = Movable();
        await host.PublishAsync(Sequence("""{"id":"w1","wait":"P1D"},{"id":"m1","send":"a"},{"id":"w2","wait":"P1D"},{"id":"m2","send":"b"}"""));
        await host.RegisterAsync(Ann);

        await DrainAsync(host, time, FlowHost.Start.AddDays(1));
        await DrainAsync(host, time, FlowHost.Start.AddDays(-5));
        await DrainAsync(host, time, FlowHost.Start.AddDays(1));
        host.Sent.Select(mail => mail.Template).ShouldBe(["a"]);
        await DrainAsync(host, time, FlowHost.Start.AddDays(2));
        await DrainAsync(host, time, FlowHost.Start);
        await DrainAsync(host, time, FlowHost.Start.AddDays(9));

        host.Sent.Select(mail => mail.Template).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("Europe/Amsterdam", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")] // the clock goes from 02:00 to 03:00
    [InlineData("Europe/Amsterdam", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")] // 02:30 comes twice
    [InlineData("Pacific/Auckland", "2026-09-26T01:00:00Z", "2026-09-26T14:00:00Z")] // forward in September
    [InlineData("Pacific/Auckland", "2026-04-04T01:00:00Z", "2026-04-04T13:30:00Z")] // back in April
    public async Task On_a_night_of_a_clock_change_a_time_that_is_left_out_is_the_first_moment_after_it_and_of_two_the_first_counts(string zone, string entered, string expected)
    {
        var (time, host) = Movable();
        time.Now = At(entered);
        await host.PublishAsync(Sequence("""{"id":"u","waitUntil":{"time":"02:30"}},{"id":"m","send":"a"}"""));
        await host.HappenAsync(Ann, "user.registered", new { email = Ann, timeZone = zone, consent = new { purpose = "marketing", source = "form", textVersion = "1" } });

        (await host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().WakeAt.ShouldBe(At(expected));
        await DrainAsync(host, time, At(expected).AddMilliseconds(-1));
        host.Sent.ShouldBeEmpty();
        await DrainAsync(host, time, At(expected));
        await DrainAsync(host, time, At(expected).AddHours(1));

        host.Sent.Count.ShouldBe(1, "once, also where the time comes again an hour later");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static (MovableTime Time, FlowHost Host) Movable()
    {
        var time = new MovableTime(FlowHost.Start);
        return (time, new FlowHost(clock: time));
    }

    private static Task<int> DrainAsync(FlowHost host, MovableTime time, DateTimeOffset now)
    {
        time.Now = now;
        return host.Pipeline.Worker.DrainAsync(Token);
    }

    private static string Sequence(string steps, string trigger = "user.registered", string more = "")
        => $$"""{ "id": "s", "purpose": "marketing", "trigger": { "event": "{{trigger}}" }, {{more}} "steps": [ {{steps}} ] }""";

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
