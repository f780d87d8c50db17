using System.Globalization;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>Why somebody got what, as it is kept with the passage.</summary>
public sealed class PassageTraceTests
{
    private const string Address = "ann@example.org";

    private readonly FlowHost _host = new();

    [Fact]
    public async Task Every_decision_is_kept_with_the_values_that_it_saw()
    {
        await _host.RegisterAsync(Address);
        await _host.PublishAsync("""
            { "id": "s", "trigger": { "event": "product.viewed", "if": "event.price >= 10" }, "exit": { "if": "contact.orderCount > 1" },
              "window": { "from": "09:00", "to": "20:00" },
              "steps": [ { "id": "m1", "send": "hello" }, { "id": "b1", "if": "contact.orderCount > 0", "then": [], "else": [ { "id": "w1", "wait": "P1D" } ] },
                         { "id": "u1", "waitFor": "link.clicked", "timeout": "PT2H" }, { "id": "t1", "set": { "tags": { "add": ["seen"] } } }, { "id": "m2", "send": "bye" } ] }
            """);

        await _host.HappenAsync(Address, "product.viewed", new { sku = "a", price = 12.5m });
        await _host.AdvanceAsync(TimeSpan.FromDays(3));

        var trace = TraceLog.Read((await _host.EnrollmentsAsync(Address)).ShouldHaveSingleItem().Trace);
        trace.Select(Said).ShouldBe(
        [
            "1 08:00 Condition event.price >= 10 trigger.if True (event.price=12.5)",
            "1 08:00 Entered product.viewed",
            "1 08:00 Condition contact.orderCount > 1 exit.if False (contact.orderCount=0)",
            "1 08:00 Window m1 hello until 1 09:00",
            "1 09:00 Condition contact.orderCount > 1 exit.if False (contact.orderCount=0)",
            "1 09:00 Mail m1 hello",
            "1 09:00 Condition b1 contact.orderCount > 0 False (contact.orderCount=0)",
            "1 09:00 Wait w1 until 2 09:00",
            "2 09:00 Condition contact.orderCount > 1 exit.if False (contact.orderCount=0)",
            "2 09:00 WaitFor u1 link.clicked until 2 11:00",
            "2 11:00 TimedOut u1 link.clicked",
            "2 11:00 Condition contact.orderCount > 1 exit.if False (contact.orderCount=0)",
            "2 11:00 Changed t1 +seen",
            "2 11:00 Mail m2 bye",
            "2 11:00 Ended Completed",
        ]);
    }

    [Fact]
    public async Task Mails_come_with_what_the_gate_said()
    {
        await _host.RegisterAsync(Address, consent: false);
        await _host.PublishAsync("""{ "id": "s", "trigger": { "manual": true }, "steps": [ { "id": "m1", "send": "hello" } ] }""");
        var contact = (await _host.ContactAsync(Address))!;
        await _host.Store.ExecuteAsync(unit => _host.Pipeline.Runner.EnrollAsync(unit, "s", contact, by: "operator anna"), Xunit.TestContext.Current.CancellationToken);
        await _host.AdvanceAsync(TimeSpan.FromHours(1));

        var decisions = await _host.Store.ReadAsync(unit => PassageTrace.ReadAsync(unit, Enrollment.MakeId("s", contact.Id, 1)), Xunit.TestContext.Current.CancellationToken);

        decisions.Select(decision => (Said(decision.Entry), decision.Mail?.State, decision.Mail?.Reason)).ShouldBe(
            [("1 08:00 Entered operator anna", null, null), ("1 08:00 Mail m1 hello", SendState.Skipped, "no-consent"), ("1 08:00 Ended Completed", null, null)]);
        (await _host.Store.ReadAsync(unit => PassageTrace.ReadAsync(unit, "nobody"), Xunit.TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_event_that_ended_it_is_kept()
    {
        await _host.RegisterAsync(Address);
        await _host.PublishAsync("""{ "id": "s", "trigger": { "event": "product.viewed" }, "exit": { "on": ["order.placed"] }, "steps": [ { "id": "w1", "wait": "P1D" } ] }""");
        await _host.HappenAsync(Address, "product.viewed", new { sku = "a" });

        await _host.OrderAsync(Address);

        TraceLog.Read((await _host.EnrollmentsAsync(Address)).ShouldHaveSingleItem().Trace).Select(Said).Last().ShouldBe("1 08:00 Ended w1 Exited exit: order.placed");
    }

    [Fact]
    public async Task Splits_and_other_sequences_are_kept()
    {
        await _host.RegisterAsync(Address);
        await _host.PublishAsync("""{ "id": "other", "trigger": { "manual": true }, "steps": [ { "id": "w", "wait": "P1D" } ] }""");
        await _host.PublishAsync("""
            { "id": "s", "trigger": { "event": "product.viewed" },
              "steps": [ { "id": "x", "split": [ { "weight": 1, "steps": [ { "id": "a", "wait": "PT1H" } ] }, { "weight": 1, "steps": [ { "id": "b", "wait": "PT1H" } ] } ] },
                         { "id": "e", "enroll": "other" }, { "id": "r", "remove": "other" } ] }
            """);

        await _host.HappenAsync(Address, "product.viewed", new { sku = "a" });
        await _host.AdvanceAsync(TimeSpan.FromDays(1));

        var passages = (await _host.EnrollmentsAsync(Address)).ToDictionary(passage => passage.JourneyId, passage => TraceLog.Read(passage.Trace).Select(Said).ToList());
        var way = passages["s"][1][^1];
        passages["s"].ShouldBe(["1 08:00 Entered product.viewed", $"1 08:00 Split x {way}", $"1 08:00 Wait {(way == '1' ? "a" : "b")} until 1 09:00", "1 09:00 Enroll e other", "1 09:00 Remove r other", "1 09:00 Ended Completed"]);
        passages["other"].ShouldBe(["1 09:00 Entered product.viewed by step 'e' of the sequence 's'", "1 09:00 Wait w until 2 09:00", "1 09:00 Ended w Removed by step 'r' of the sequence 's'"]);
    }

    [Fact]
    public async Task A_condition_that_fails_is_told()
    {
        await _host.RegisterAsync(Address);
        await _host.PublishAsync("""{ "id": "s", "trigger": { "event": "product.viewed" }, "steps": [ { "id": "w1", "wait": "PT1H" }, { "id": "b1", "if": "contact.orderCount < 1", "then": [] } ] }""");
        await _host.HappenAsync(Address, "product.viewed", new { sku = "a" });

        await _host.AdvanceAsync(TimeSpan.FromDays(1));

        TraceLog.Read((await _host.EnrollmentsAsync(Address)).ShouldHaveSingleItem().Trace).Select(Said).Last().ShouldBe("1 09:00 Ended w1 Failed operator");
    }

    private static string Said(TraceEntry entry) => string.Join(' ', new[]
    {
        At(entry.Time), entry.Kind.ToString(), entry.StepId, entry.Text, entry.Note, entry.Holds?.ToString(), entry.Until is { } until ? "until " + At(until) : null,
        entry.Values is { } values ? $"({string.Join(", ", values.Select(value => $"{value.Key}={value.Value}"))})" : null,
    }.OfType<string>());

    private static string At(DateTimeOffset time) => time.ToString("d HH:mm", CultureInfo.InvariantCulture);
}
