using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

public sealed class OperatorDeskTests
{
    private const string Ann = "ann@example.org";

    private readonly FlowHost _host = new();

    private OperatorDesk Desk => _host.Pipeline.Desk;

    [Fact]
    public async Task A_suppressed_contact_gets_nothing_until_the_suppression_is_lifted()
    {
        await _host.RegisterAsync(Ann);
        var contact = (await _host.ContactAsync(Ann))!;

        (await Desk.SuppressAsync(contact.Id, "jo", "asked by phone", Token)).ShouldBeTrue();
        (await Desk.SuppressAsync(contact.Id, "jo", "again", Token)).ShouldBeFalse();
        var skipped = await SendAsync("transactional", "a");
        (await Desk.LiftSuppressionAsync(contact.Id, "kim", "asked again", Token)).ShouldBeTrue();
        (await Desk.LiftSuppressionAsync(contact.Id, "kim", null, Token)).ShouldBeFalse();
        var sent = await SendAsync("transactional", "b");

        (skipped.State, skipped.Reason).ShouldBe((SendState.Skipped, "suppressed:manual"));
        sent.State.ShouldBe(SendState.Sent);
        (await EventsAsync(EventTypes.ContactSuppressed)).ShouldHaveSingleItem().Data.ToString().ShouldBe("""{"reason":"asked by phone","by":"jo"}""");
        (await EventsAsync(EventTypes.ContactUnsuppressed)).ShouldHaveSingleItem().Data.GetProperty("by").GetString().ShouldBe("kim");
    }

    [Fact]
    public async Task Who_suppressed_and_why_stays_with_the_suppression()
    {
        await _host.RegisterAsync(Ann);

        await Desk.SuppressAsync((await _host.ContactAsync(Ann))!.Id, "jo", " asked by phone ", Token);

        var hash = Suppression.Hash(Ann);
        var kept = (await _host.Store.ReadAsync(unit => unit.Suppressions.FindAsync([hash]), Token))[hash];
        (kept.Reason, kept.Time, kept.Source).ShouldBe((SuppressionReason.Manual, FlowHost.Start, "operator jo: asked by phone"));
    }

    [Fact]
    public async Task Withdrawn_consent_is_recorded_once_with_its_proof()
    {
        await _host.RegisterAsync(Ann);
        var contact = (await _host.ContactAsync(Ann))!;

        (await Desk.WithdrawConsentAsync(contact.Id, "marketing", "jo", Token)).ShouldBeTrue();
        (await Desk.WithdrawConsentAsync(contact.Id, "marketing", "jo", Token)).ShouldBeFalse();
        var mail = await SendAsync("marketing", "a");

        (mail.State, mail.Reason).ShouldBe((SendState.Skipped, GateReasons.Unsubscribed));
        var history = await _host.Store.ReadAsync(unit => unit.Consents.HistoryAsync(contact.Id), Token);
        history.Select(statement => (statement.Status, statement.Source)).ShouldBe([(ConsentStatus.Granted, "form"), (ConsentStatus.Withdrawn, "operator jo")]);
        (await EventsAsync(EventTypes.ContactUnsubscribed)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("transactional")]
    [InlineData("News!")]
    [InlineData("")]
    public async Task A_purpose_without_consent_is_refused(string purpose)
        => (await Should.ThrowAsync<FieldException>(() => Desk.WithdrawConsentAsync("x", purpose, "jo", Token))).Field.ShouldBe("purpose");

    [Fact]
    public async Task A_mail_in_doubt_is_settled_as_sent_with_a_reason_and_never_leaves_again()
    {
        var doubtful = await DoubtAsync();

        (await Desk.MarkSentAsync(doubtful.Id, "jo", "she has answered it", Token)).ShouldBeTrue();
        (await Desk.MarkSentAsync(doubtful.Id, "jo", "again", Token)).ShouldBeFalse();
        (await Desk.SendAgainAsync(doubtful.Id, "jo", "again", Token)).ShouldBeFalse();
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        var mail = (await _host.LedgerAsync()).ShouldHaveSingleItem();
        (mail.State, mail.Reason).ShouldBe((SendState.Sent, "was sent, says operator jo: she has answered it"));
        _host.Sent.ShouldBeEmpty();
        var settled = (await EventsAsync(EventTypes.EmailSettled)).ShouldHaveSingleItem().Data;
        (settled.GetProperty("was").GetString(), settled.GetProperty("decision").GetString()).ShouldBe(("in-doubt", "sent"));
    }

    [Theory]
    [InlineData(DeliveryOutcome.InDoubt, "in-doubt")]
    [InlineData(DeliveryOutcome.Permanent, "failed")]
    public async Task A_mail_in_doubt_or_failed_goes_again_once_with_the_same_message_id(DeliveryOutcome outcome, string was)
    {
        var mail = await DoubtAsync(outcome);
        _host.Answer = _ => DeliveryResult.Accepted;

        (await Desk.SendAgainAsync(mail.Id, "jo", "not in the server's log", Token)).ShouldBeTrue();
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        _host.Sent.ShouldHaveSingleItem().MessageId.ShouldBe(mail.MessageId);
        (await _host.LedgerAsync()).ShouldHaveSingleItem().State.ShouldBe(SendState.Sent);
        (await EventsAsync(EventTypes.EmailSettled)).ShouldHaveSingleItem().Data.GetProperty("was").GetString().ShouldBe(was);
    }

    [Fact]
    public async Task A_mail_that_goes_again_passes_the_gate_again()
    {
        var mail = await DoubtAsync();
        await Desk.WithdrawConsentAsync(mail.ContactId, "marketing", "jo", Token);

        await Desk.SendAgainAsync(mail.Id, "jo", "not in the server's log", Token);
        await _host.AdvanceAsync(TimeSpan.FromDays(2));

        var after = (await _host.LedgerAsync()).ShouldHaveSingleItem();
        (after.State, after.Reason).ShouldBe((SendState.Skipped, GateReasons.Unsubscribed));
    }

    [Fact]
    public async Task Deciding_about_mail_needs_a_reason_of_limited_length()
    {
        (await Should.ThrowAsync<FieldException>(() => Desk.MarkSentAsync("x", "jo", " ", Token))).Field.ShouldBe("reason");
        (await Should.ThrowAsync<FieldException>(() => Desk.SendAgainAsync("x", "jo", null, Token))).Field.ShouldBe("reason");
        (await Should.ThrowAsync<FieldException>(() => Desk.SuppressAsync("x", "jo", new string('x', OperatorDesk.MaxReasonLength + 1), Token))).Field.ShouldBe("reason");
    }

    [Fact]
    public async Task Sent_mail_and_unknown_contacts_are_left_alone()
    {
        await _host.RegisterAsync(Ann);
        var mail = await SendAsync("marketing", "a");

        (await Desk.SendAgainAsync(mail.Id, "jo", "once more", Token)).ShouldBeFalse();
        (await Desk.MarkSentAsync("unknown", "jo", "why", Token)).ShouldBeFalse();
        (await Desk.SuppressAsync("unknown", "jo", null, Token)).ShouldBeFalse();
        (await Desk.WithdrawConsentAsync("unknown", "marketing", "jo", Token)).ShouldBeFalse();
        _host.Sent.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_contact_without_an_address_cannot_be_suppressed()
    {
        await _host.HappenAsync("visitor-1", EventTypes.ProductViewed, new { sku = "a", name = "A" });

        (await Desk.SuppressAsync((await _host.ContactAsync("visitor-1"))!.Id, "jo", null, Token)).ShouldBeFalse();
    }

    private async Task<SendRecord> DoubtAsync(DeliveryOutcome outcome = DeliveryOutcome.InDoubt)
    {
        await _host.RegisterAsync(Ann);
        _host.Answer = _ => new DeliveryResult(outcome, "connection lost");
        return await SendAsync("marketing", "a");
    }

    private async Task<SendRecord> SendAsync(string purpose, string step)
    {
        var contact = (await _host.ContactAsync(Ann))!;
        var record = await _host.Store.ExecuteAsync(unit => _host.Pipeline.Mails.QueueAsync(unit, new SendRequest
        {
            Key = new SendKey("j", 1, "i", step, 0),
            Contact = contact,
            Template = "t",
            Purpose = purpose,
        }), Token);
        await _host.AdvanceAsync(TimeSpan.FromSeconds(1));
        return (await _host.Store.ReadAsync(unit => unit.Ledger.GetAsync([record!.Id]), Token))[record!.Id];
    }

    private async Task<IReadOnlyList<BehaviorEvent>> EventsAsync(string type)
    {
        var contact = (await _host.ContactAsync(Ann))!;
        var page = await _host.Store.ReadAsync(unit => unit.Events.ForContactAsync(contact.Id, 0, 100), Token);
        return [.. page.Items.Select(logged => logged.Event).Where(logged => logged.Type == type)];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
