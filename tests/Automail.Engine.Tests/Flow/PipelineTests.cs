using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Automail.Engine.Tracking;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

public sealed class PipelineTests
{
    private const string CartRecovery = """
        { "id": "cart-recovery", "trigger": { "event": "cart.abandoned", "if": "event.total >= 20" },
          "reentry": { "mode": "after", "period": "P7D" }, "exit": { "on": ["order.placed"] },
          "steps": [ { "id": "w1", "wait": "PT1H" }, { "id": "m1", "send": "cart-reminder" }, { "id": "w2", "wait": "P1D" }, { "id": "m2", "send": "cart-last-call" } ] }
        """;

    private readonly FlowHost _host = new();

    [Fact]
    public async Task A_left_cart_brings_two_mails_at_their_moments()
    {
        await _host.PublishAsync(CartRecovery);
        await _host.RegisterAsync("ann@example.org");
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromDays(10));
        _host.Sent.Select(mail => (mail.Time - FlowHost.Start, mail.Template)).ShouldBe([(TimeSpan.FromHours(2), "cart-reminder"), (TimeSpan.FromHours(26), "cart-last-call")]);
        (await _host.EnrollmentsAsync("ann@example.org")).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Completed);
    }

    [Fact]
    public async Task An_order_in_between_ends_it_at_once()
    {
        await _host.PublishAsync(CartRecovery);
        await _host.RegisterAsync("ann@example.org");
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromMinutes(90));
        await _host.OrderAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromDays(10));
        _host.Sent.ShouldBeEmpty();
        var enrollment = (await _host.EnrollmentsAsync("ann@example.org")).ShouldHaveSingleItem();
        (enrollment.Status, enrollment.EndReason).ShouldBe((EnrollmentStatus.Exited, "exit: order.placed"));
        (await _host.Store.ReadAsync(unit => unit.Due.NextDueAsync(), TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task An_order_told_late_but_placed_before_the_cart_was_given_up_ends_it_too()
    {
        await _host.PublishAsync(CartRecovery);
        await _host.RegisterAsync("ann@example.org");
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromMinutes(90));
        await _host.OrderAsync("ann@example.org", FlowHost.Start + TimeSpan.FromMinutes(20));
        await _host.AdvanceAsync(TimeSpan.FromDays(2));
        _host.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task At_one_instant_an_order_counts_before_the_due_mail()
    {
        await _host.PublishAsync(CartRecovery);
        await _host.RegisterAsync("ann@example.org");
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromHours(2) - TimeSpan.FromMilliseconds(1));
        _host.Clock.AdvanceTo(FlowHost.Start + TimeSpan.FromHours(2));
        await _host.OrderAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromDays(2));
        _host.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_event_twice_counts_once()
    {
        var first = await _host.HappenAsync("ann@example.org", "order.placed", new { orderId = "o", currency = "EUR", total = 30 }, id: "x");
        var second = await _host.HappenAsync("ann@example.org", "order.placed", new { orderId = "o", currency = "EUR", total = 30 }, id: "x");
        (first.Accepted, second.Accepted, second.Duplicates).ShouldBe((1, 0, 1));
        (await _host.ContactAsync("ann@example.org"))!.OrderCount.ShouldBe(1);
    }

    [Fact]
    public async Task Re_entry_waits_for_its_period()
    {
        await _host.PublishAsync(CartRecovery);
        await _host.RegisterAsync("ann@example.org");
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromDays(3));
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromDays(5));
        _host.Sent.Count.ShouldBe(2);
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromDays(5));
        _host.Sent.Count.ShouldBe(4);
        _host.Sent.Select(mail => mail.MessageId).Distinct().Count().ShouldBe(4);
    }

    [Theory]
    [InlineData(false, 30, GateReasons.NoConsent)]
    [InlineData(true, 19.99, null)]
    public async Task Without_consent_the_mail_is_skipped_and_below_the_minimum_nobody_enters(bool consent, double price, string? reason)
    {
        await _host.PublishAsync(CartRecovery);
        await _host.RegisterAsync("ann@example.org", consent);
        await _host.FillCartAsync("ann@example.org", (decimal)price);
        await _host.AdvanceAsync(TimeSpan.FromDays(3));
        _host.Sent.ShouldBeEmpty();
        (await _host.LedgerAsync()).Select(record => (record.State, record.Reason)).ShouldBe(reason is null ? [] : [(SendState.Skipped, reason), (SendState.Skipped, reason)]);
    }

    [Fact]
    public async Task People_stay_on_the_version_that_they_entered()
    {
        await _host.PublishAsync(CartRecovery);
        await _host.RegisterAsync("ann@example.org");
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromMinutes(61));
        await _host.PublishAsync(CartRecovery.Replace("cart-reminder", "new-reminder", StringComparison.Ordinal));
        await _host.RegisterAsync("bob@example.org");
        await _host.FillCartAsync("bob@example.org", cartId: "c2");
        await _host.AdvanceAsync(TimeSpan.FromHours(5));
        _host.Sent.Select(mail => (mail.To, mail.Template)).ShouldBe([("ann@example.org", "cart-reminder"), ("bob@example.org", "new-reminder")]);
    }

    [Fact]
    public async Task Publishing_the_same_definition_again_makes_no_new_version()
    {
        (await _host.Pipeline.Sequences.PublishAsync(CartRecovery, TestContext.Current.CancellationToken)).Version.ShouldBe(1);
        (await _host.Pipeline.Sequences.PublishAsync(CartRecovery, TestContext.Current.CancellationToken)).Version.ShouldBe(1);
        (await _host.Pipeline.Sequences.PublishAsync(CartRecovery + " ", TestContext.Current.CancellationToken)).Version.ShouldBe(1, "spaces say nothing");
        (await _host.Pipeline.Sequences.PublishAsync(CartRecovery.Replace("cart-reminder", "other", StringComparison.Ordinal), TestContext.Current.CancellationToken)).Version.ShouldBe(2);
    }

    [Fact]
    public async Task After_two_days_of_standstill_what_is_overdue_is_skipped_and_the_rest_keeps_its_distance()
    {
        await _host.PublishAsync(CartRecovery);
        await _host.RegisterAsync("ann@example.org");
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromMinutes(61));
        _host.Clock.AdvanceTo(FlowHost.Start + TimeSpan.FromHours(50));
        await _host.AdvanceAsync(TimeSpan.FromDays(5));
        _host.Sent.Select(mail => (mail.Time - FlowHost.Start, mail.Template)).ShouldBe([(TimeSpan.FromHours(74), "cart-last-call")]);
        (await _host.LedgerAsync()).Single(record => record.State == SendState.Skipped).Reason.ShouldBe(GateReasons.Overdue);
    }

    [Fact]
    public async Task A_click_comes_back_as_behavior_and_can_start_a_sequence()
    {
        await _host.PublishAsync(CartRecovery);
        await _host.PublishAsync("""{ "id": "follow-up", "trigger": { "event": "link.clicked" }, "steps": [ { "id": "m", "send": "follow-up" } ] }""");
        await _host.RegisterAsync("ann@example.org");
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromHours(2));
        var mail = (await _host.LedgerAsync()).ShouldHaveSingleItem();
        var token = _host.Tokens.Protect(new TokenContent(TokenKind.Click, mail.Id, "https://shop.example/a"));
        (await _host.Pipeline.Responses.ClickAsync(token, TestContext.Current.CancellationToken)).ShouldBe("https://shop.example/a");
        await _host.AdvanceAsync(TimeSpan.FromMinutes(1));
        _host.Sent.Select(sent => sent.Template).ShouldBe(["cart-reminder", "follow-up"]);
    }

    [Fact]
    public async Task Unsubscribing_stops_what_is_on_its_way_and_twice_is_once()
    {
        await _host.PublishAsync(CartRecovery);
        await _host.RegisterAsync("ann@example.org");
        await _host.FillCartAsync("ann@example.org");
        await _host.AdvanceAsync(TimeSpan.FromHours(2));
        var token = _host.Tokens.Protect(new TokenContent(TokenKind.Unsubscribe, (await _host.LedgerAsync())[0].Id));
        (await _host.Pipeline.Responses.UnsubscribeAsync(token, "one-click", TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await _host.Pipeline.Responses.UnsubscribeAsync(token, "one-click", TestContext.Current.CancellationToken)).ShouldBeTrue();
        await _host.AdvanceAsync(TimeSpan.FromDays(5));
        _host.Sent.ShouldHaveSingleItem();
        (await _host.LedgerAsync()).Select(record => record.Reason).ShouldBe([GateReasons.Unsubscribed, null]);
        var contact = await _host.ContactAsync("ann@example.org");
        (await _host.Store.ReadAsync(unit => unit.Consents.HistoryAsync(contact!.Id), TestContext.Current.CancellationToken)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("contact.unsubscribed", "unsubscribed")]
    [InlineData("email.complained", "suppressed:complaint")]
    [InlineData("email.bounced", "suppressed:hard-bounce")]
    public async Task Refusals_in_a_log_that_is_played_back_count(string type, string reason)
    {
        await _host.PublishAsync(CartRecovery);
        await _host.RegisterAsync("ann@example.org");
        await _host.FillCartAsync("ann@example.org");
        await _host.HappenAsync("ann@example.org", type, new { kind = "hard" });
        await _host.AdvanceAsync(TimeSpan.FromDays(3));
        _host.Sent.ShouldBeEmpty();
        (await _host.LedgerAsync()).ShouldAllBe(record => record.Reason == reason);
    }

    [Fact]
    public async Task A_click_token_does_not_unsubscribe_and_a_bad_token_does_nothing()
    {
        var click = _host.Tokens.Protect(new TokenContent(TokenKind.Click, new string('0', 32), "https://shop.example/"));
        (await _host.Pipeline.Responses.UnsubscribeAsync(click, "page", TestContext.Current.CancellationToken)).ShouldBeFalse();
        (await _host.Pipeline.Responses.UnsubscribeAsync("nonsense", "page", TestContext.Current.CancellationToken)).ShouldBeFalse();
        (await _host.Pipeline.Responses.ClickAsync(click[..^3], TestContext.Current.CancellationToken)).ShouldBeNull();
    }
}
