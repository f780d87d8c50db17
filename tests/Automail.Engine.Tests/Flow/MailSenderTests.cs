using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

public sealed class MailSenderTests
{
    private readonly FlowHost _host = new();

    [Fact]
    public async Task A_key_makes_one_mail()
    {
        (await QueueAsync()).ShouldNotBeNull();
        (await QueueAsync()).ShouldBeNull();
        await _host.AdvanceAsync(TimeSpan.FromDays(1));
        _host.Sent.ShouldHaveSingleItem();
        (await _host.LedgerAsync()).ShouldHaveSingleItem().State.ShouldBe(SendState.Sent);
    }

    [Fact]
    public async Task What_the_server_puts_off_is_tried_again_and_sent_once()
    {
        var attempts = 0;
        _host.Answer = _ => ++attempts < 4 ? new DeliveryResult(DeliveryOutcome.Transient, "421 later") : DeliveryResult.Accepted;
        await QueueAsync();
        await _host.AdvanceAsync(TimeSpan.FromDays(1));
        attempts.ShouldBe(4);
        var sent = _host.Sent.ShouldHaveSingleItem();
        (sent.Time - FlowHost.Start).ShouldBe(TimeSpan.FromMinutes(1 + 5 + 15));
        (await _host.LedgerAsync()).ShouldHaveSingleItem().Attempts.ShouldBe(4);
    }

    [Fact]
    public async Task A_server_that_never_comes_back_leaves_a_recorded_failure()
    {
        _host.Answer = _ => new DeliveryResult(DeliveryOutcome.Transient, "connection refused");
        await QueueAsync();
        await _host.AdvanceAsync(TimeSpan.FromDays(3));
        var record = (await _host.LedgerAsync()).ShouldHaveSingleItem();
        (record.State, record.Reason).ShouldBe((SendState.Failed, "connection refused"));
        (await _host.Store.ReadAsync(unit => unit.Due.NextDueAsync(), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_for_good_is_recorded_and_not_tried_again()
    {
        var attempts = 0;
        _host.Answer = _ =>
        {
            attempts++;
            return new DeliveryResult(DeliveryOutcome.Permanent, "550 no such user");
        };
        await QueueAsync();
        await _host.AdvanceAsync(TimeSpan.FromDays(3));
        attempts.ShouldBe(1);
        (await _host.LedgerAsync()).ShouldHaveSingleItem().Reason.ShouldBe("550 no such user");
    }

    [Theory]
    [InlineData("marketing", SendState.InDoubt, 1)]
    [InlineData("transactional", SendState.Sent, 2)]
    public async Task After_a_crash_in_the_hand_over_marketing_stays_in_doubt_and_receipts_go_again(string purpose, SendState state, int attempts)
    {
        // The process dies after the server got the mail: nothing after the hand-over is recorded.
        var handedOver = 0;
        _host.Answer = _ => ++handedOver == 1 ? throw new OperationCanceledException() : DeliveryResult.Accepted;
        await QueueAsync(purpose);
        await Should.ThrowAsync<OperationCanceledException>(_host.Pipeline.Worker.DrainAsync(TestContext.Current.CancellationToken));
        (await _host.LedgerAsync()).ShouldHaveSingleItem().State.ShouldBe(SendState.Sending);
        await _host.AdvanceAsync(DueWorker.Lease - TimeSpan.FromSeconds(1));
        handedOver.ShouldBe(1);
        await _host.AdvanceAsync(TimeSpan.FromHours(1));
        (await _host.LedgerAsync()).ShouldHaveSingleItem().State.ShouldBe(state);
        handedOver.ShouldBe(attempts);
    }

    [Fact]
    public async Task Two_mails_in_one_batch_count_against_one_cap()
    {
        var host = new FlowHost(FlowHost.Profile with { Gate = new() { Cap = 1 } });
        await host.RegisterAsync("ann@example.org");
        await QueueAsync(host: host, step: "a");
        await QueueAsync(host: host, step: "b");
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        host.Sent.ShouldHaveSingleItem();
        (await host.LedgerAsync()).Select(record => record.State).ShouldBe([SendState.Sent, SendState.Skipped], ignoreOrder: true);
    }

    [Fact]
    public async Task Two_workers_send_once()
    {
        await _host.RegisterAsync("ann@example.org");
        for (var i = 0; i < 200; i++)
        {
            await QueueAsync(step: $"s{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (await _host.Pipeline.Worker.RunOnceAsync(7, TestContext.Current.CancellationToken) > 0)
            {
                await Task.Yield();
            }
        }, TestContext.Current.CancellationToken)));
        (await _host.LedgerAsync()).Count(record => record is { State: SendState.Sent, Attempts: 1 }).ShouldBe(200);
    }

    [Theory]
    [InlineData("marketing")]
    [InlineData("transactional")]
    public async Task A_slow_server_does_not_outlast_the_claim(string purpose)
    {
        await _host.RegisterAsync("ann@example.org");
        for (var i = 0; i < 12; i++)
        {
            await QueueAsync(purpose, $"s{i}");
        }

        // Twelve minutes for one batch: it would be taken over, and called in doubt or sent again, while it is still going on.
        _host.Answer = _ =>
        {
            _host.Clock.AdvanceTo(_host.Clock.GetUtcNow().AddMinutes(1));
            return DeliveryResult.Accepted;
        };
        (await _host.Pipeline.Worker.RunOnceAsync(100, TestContext.Current.CancellationToken)).ShouldBe(12);
        (await _host.LedgerAsync()).Count(record => record.State == SendState.Queued).ShouldBe(9);
        await _host.Pipeline.Worker.DrainAsync(TestContext.Current.CancellationToken);
        (await _host.LedgerAsync()).ShouldAllBe(record => record.State == SendState.Sent && record.Attempts == 1);
        _host.Sent.Count.ShouldBe(12);
    }

    private async Task<SendRecord?> QueueAsync(string purpose = "marketing", string step = "s", FlowHost? host = null)
    {
        host ??= _host;
        if (await host.ContactAsync("ann@example.org") is null)
        {
            await host.RegisterAsync("ann@example.org");
        }

        var contact = await host.ContactAsync("ann@example.org");
        return await host.Store.ExecuteAsync(unit => host.Pipeline.Mails.QueueAsync(unit, new SendRequest
        {
            Key = new SendKey("j", 1, "i", step, 0),
            Contact = contact!,
            Template = "t",
            Purpose = purpose,
        }), TestContext.Current.CancellationToken);
    }
}
