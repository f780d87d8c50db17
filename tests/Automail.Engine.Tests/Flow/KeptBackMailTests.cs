using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using NodaTime;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>The last mail of a passage waits at the gate, or for the mail server, and the passage has come to its end: exits and the goal still keep it back.</summary>
public sealed class KeptBackMailTests
{
    private const string Ann = "ann@example.org";

    // Nine to ten in the morning; the mail comes due at eleven.
    private readonly FlowHost _host = new(FlowHost.Profile with { Gate = new GateOptions { SendingHours = new SendWindow(ClockTime.EveryDay, new LocalTime(9, 0), new LocalTime(10, 0)) } });

    [Theory]
    [InlineData(""" "exit": { "on": ["order.placed"] }, """)]
    [InlineData(""" "exit": { "if": "contact.orderCount > 0" }, """)]
    [InlineData(""" "goal": { "event": "order.placed", "within": "P1D" }, """)]
    public async Task Who_buys_while_the_last_mail_waits_does_not_get_it(string rule)
    {
        await WaitingAsync(rule);

        await _host.OrderAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        _host.Sent.ShouldBeEmpty();
        var mail = (await _host.LedgerAsync()).ShouldHaveSingleItem();
        (mail.State, mail.Reason, mail.UpdatedAt).ShouldBe((SendState.Skipped, "journey-ended", FlowHost.Start.AddHours(4)));
        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed, "a passage that has ended stays ended");
    }

    [Theory]
    [InlineData(""" "exit": { "on": ["product.viewed"] }, """, 0)] // another event
    [InlineData(""" "exit": { "if": "contact.orderCount > 1" }, """, 0)] // the condition does not hold
    [InlineData(""" "goal": { "event": "order.placed", "within": "PT3H" }, """, 0)] // its time is over
    [InlineData(""" "exit": { "on": ["order.placed"] }, """, -5)] // from before the passage
    public async Task What_ends_nothing_keeps_nothing_back(string rule, int orderedHour)
    {
        await WaitingAsync(rule);
        var mail = await _host.LedgerAsync();

        await _host.OrderAsync(Ann, FlowHost.Start.AddHours(4 + orderedHour));
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        _host.Sent.Count.ShouldBe(mail.Count);
    }

    [Fact]
    public async Task Who_buys_while_the_mail_server_is_busy_does_not_get_it_and_others_do()
    {
        var host = new FlowHost { Answer = _ => new DeliveryResult(DeliveryOutcome.Transient, "421 busy") };
        await host.PublishAsync(Sequence(""" "exit": { "on": ["order.placed"] }, """));
        await host.RegisterAsync(Ann);
        await host.RegisterAsync("bob@example.org");
        await host.AdvanceAsync(TimeSpan.FromHours(3));
        host.Answer = _ => DeliveryResult.Accepted;

        await host.OrderAsync(Ann);
        await host.AdvanceAsync(TimeSpan.FromDays(1));

        host.Sent.Select(mail => mail.To).ShouldBe(["bob@example.org"]);
    }

    private async Task WaitingAsync(string rule)
    {
        await _host.PublishAsync(Sequence(rule));
        await _host.RegisterAsync(Ann);
        await _host.AdvanceAsync(TimeSpan.FromHours(4));
        _host.Sent.ShouldBeEmpty();
    }

    private static string Sequence(string rule) => $$"""{ "id": "s", "trigger": { "event": "user.registered" }, {{rule}} "steps": [ {"id":"w","wait":"PT3H"}, {"id":"m","send":"a"} ] }""";
}
