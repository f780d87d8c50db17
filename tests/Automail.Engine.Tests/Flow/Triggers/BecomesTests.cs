using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow.Triggers;

public sealed class BecomesTests
{
    private const string Ann = "ann@example.org";

    private readonly FlowHost _host = new();

    [Fact]
    public async Task Who_makes_the_condition_true_enters()
    {
        await PublishAsync("s", "contact.orderCount >= 2", """ "reentry":{"mode":"always"}, """);
        await _host.OrderAsync(Ann);
        (await _host.EnrollmentsAsync(Ann)).ShouldBeEmpty();

        await _host.OrderAsync(Ann);
        await _host.OrderAsync(Ann);

        var entered = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem("at the third order it was true before");
        entered.EnteredBy!.Type.ShouldBe("order.placed");
        var trace = TraceLog.Read(entered.Trace);
        (trace[0].Kind, trace[0].Note, trace[0].Text, trace[0].Values!["contact.orderCount"]).ShouldBe((TraceKind.Condition, "trigger.becomes", "contact.orderCount >= 2", "2"));
        (trace[1].Kind, trace[1].Text).ShouldBe((TraceKind.Entered, "order.placed"));
    }

    [Fact]
    public async Task What_was_true_before_the_sequence_came_lets_nobody_in()
    {
        await _host.OrderAsync(Ann);
        await _host.OrderAsync(Ann);
        await PublishAsync("s", "contact.orderCount >= 2");

        await _host.OrderAsync(Ann);

        (await _host.EnrollmentsAsync(Ann)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_lets_in_again_when_it_was_not_true_between()
    {
        await PublishAsync("s", "contact.attributes.level >= 2", """ "reentry":{"mode":"always"}, """);
        foreach (var level in new[] { 1, 2, 3, 1, 5 })
        {
            await _host.HappenAsync(Ann, "contact.updated", new { email = Ann, attributes = new { level } });
        }

        (await _host.EnrollmentsAsync(Ann)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Somebody_new_makes_true_what_holds_from_the_start()
    {
        await PublishAsync("s", "contact.orderCount >= 0");
        await _host.RegisterAsync(Ann);
        await _host.OrderAsync(Ann);

        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().EnteredBy!.Type.ShouldBe("user.registered");
    }

    [Fact]
    public async Task An_event_told_twice_counts_once()
    {
        await PublishAsync("s", "contact.orderCount >= 1", """ "reentry":{"mode":"always"}, """);
        await _host.HappenAsync(Ann, "order.placed", new { orderId = "1", currency = "EUR", total = 1 }, id: "one");
        await _host.HappenAsync(Ann, "order.placed", new { orderId = "1", currency = "EUR", total = 1 }, id: "one");

        (await _host.EnrollmentsAsync(Ann)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_step_that_makes_it_true_counts_and_the_trace_says_so()
    {
        await PublishAsync("s", "contact.attributes.level >= 2");
        await _host.PublishAsync("""{"id":"setter","trigger":{"event":"user.registered"},"steps":[{"id":"w","wait":"P1D"},{"id":"t","set":{"attributes":{"level":3}}}]}""");
        await _host.RegisterAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        var entered = (await _host.EnrollmentsAsync(Ann)).Single(one => one.JourneyId == "s");
        entered.EnteredAt.ShouldBe(FlowHost.Start.AddDays(1));
        TraceLog.Read(entered.Trace).Single(entry => entry.Kind == TraceKind.Entered).Note.ShouldBe("by a step of the sequence 'setter'");
    }

    [Fact]
    public async Task Steps_that_make_each_others_conditions_true_come_to_rest()
    {
        const string Always = """ "reentry":{"mode":"always"}, """;
        await _host.PublishAsync($$"""{"id":"up",{{Always}}"trigger":{"becomes":"contact.attributes.level == 0"},"steps":[{"id":"t","set":{"attributes":{"level":1} } }]}""");
        await _host.PublishAsync($$"""{"id":"down",{{Always}}"trigger":{"becomes":"contact.attributes.level == 1"},"steps":[{"id":"t","set":{"attributes":{"level":0} } }]}""");
        await _host.HappenAsync(Ann, "contact.updated", new { email = Ann, attributes = new { level = 5 } });

        await _host.HappenAsync(Ann, "contact.updated", new { email = Ann, attributes = new { level = 0 } });

        (await _host.EnrollmentsAsync(Ann)).Select(one => (one.JourneyId, one.Status)).Order().ShouldBe([("down", EnrollmentStatus.Completed), ("up", EnrollmentStatus.Completed)]);
        (await _host.ContactAsync(Ann))!.Attributes["level"].GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_condition_that_fails_is_recorded_and_harms_nobody_else()
    {
        await PublishAsync("broken", "nothing");
        await PublishAsync("s", "contact.orderCount >= 1");
        await _host.OrderAsync(Ann);

        (await _host.EnrollmentsAsync(Ann)).OrderBy(one => one.JourneyId).Select(one => (one.JourneyId, one.Status)).ShouldBe([("broken", EnrollmentStatus.Failed), ("s", EnrollmentStatus.Completed)]);
    }

    [Fact]
    public async Task Two_who_turn_out_to_be_one_make_true_what_neither_did()
    {
        await PublishAsync("s", "contact.orderCount >= 2");
        await _host.OrderAsync("visitor-1");
        await _host.OrderAsync(Ann);

        await _host.HappenAsync("visitor-1", "contact.updated", new { email = Ann });

        (await _host.EnrollmentsAsync(Ann)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_closed_sequence_lets_nobody_in()
    {
        await PublishAsync("s", "contact.orderCount >= 1");
        await _host.Store.ExecuteAsync(unit => Automail.Engine.Flow.SequenceCatalog.CloseAsync(unit, "s"), TestContext.Current.CancellationToken);
        await _host.Pipeline.Sequences.LoadAsync(TestContext.Current.CancellationToken);
        await _host.OrderAsync(Ann);

        (await _host.EnrollmentsAsync(Ann)).ShouldBeEmpty();
    }

    private Task PublishAsync(string id, string condition, string settings = "")
        => _host.PublishAsync($$"""{"id":"{{id}}",{{settings}}"trigger":{"becomes":"{{condition}}"},"steps":[{"id":"m","send":"m"}]}""");
}
