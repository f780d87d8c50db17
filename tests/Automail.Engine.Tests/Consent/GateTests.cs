using Automail.Engine.Consent;
using Automail.Engine.Scheduling;
using NodaTime;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Consent;

public sealed class GateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Consent_opens_the_gate() => Ask(Granted()).ShouldBe(GateDecision.Yes);

    [Fact]
    public void Without_an_address_nothing_goes() => Ask(Granted() with { Address = null }).Reason.ShouldBe(GateReasons.NoAddress);

    [Fact]
    public void Marketing_needs_consent() => Ask(Granted() with { Consent = null }).Reason.ShouldBe(GateReasons.NoConsent);

    [Theory]
    [InlineData(ConsentStatus.Pending, GateReasons.NotConfirmed)]
    [InlineData(ConsentStatus.Withdrawn, GateReasons.Unsubscribed)]
    public void Only_granted_consent_counts(ConsentStatus status, string reason)
        => Ask(Granted() with { Consent = Statement(status) }).Reason.ShouldBe(reason);

    [Fact]
    public void Transactional_mail_needs_none_and_heeds_no_cap()
        => Ask(Granted() with { Purpose = Purposes.Transactional, Consent = null, SentWithinPeriod = 99 }, new GateOptions { Cap = 1 }).ShouldBe(GateDecision.Yes);

    [Theory]
    [InlineData(SuppressionReason.HardBounce, "suppressed:hard-bounce", false)]
    [InlineData(SuppressionReason.Complaint, "suppressed:complaint", false)]
    [InlineData(SuppressionReason.Manual, "suppressed:manual", false)]
    [InlineData(SuppressionReason.Erased, "suppressed:erased", false)]
    [InlineData(SuppressionReason.Unsubscribed, "suppressed:unsubscribed", true)]
    public void A_suppressed_address_gets_nothing_but_receipts_after_unsubscribing(SuppressionReason reason, string expected, bool receipts)
    {
        var facts = Granted() with { Suppression = new Suppression("hash", reason, Now, "test") };
        Ask(facts).Reason.ShouldBe(expected);
        Ask(facts with { Purpose = Purposes.Transactional }).Allowed.ShouldBe(receipts);
    }

    [Fact]
    public void A_journey_that_ended_sends_nothing_more_not_even_receipts()
        => Ask(Granted() with { JourneyEnded = true, Purpose = Purposes.Transactional }).Reason.ShouldBe(GateReasons.JourneyEnded);

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void The_cap_is_the_most_and_not_one_more(int sent, bool allowed)
        => Ask(Granted() with { SentWithinPeriod = sent }, new GateOptions { Cap = 3 }).Allowed.ShouldBe(allowed);

    [Fact]
    public void Outside_the_sending_hours_mail_waits_for_the_contacts_morning()
    {
        var hours = new SendWindow(Enum.GetValues<IsoDayOfWeek>().ToHashSet(), new LocalTime(8, 0), new LocalTime(21, 0));
        var decision = Ask(Granted() with { Zone = WallClock.Zone("Pacific/Auckland", null) }, new GateOptions { SendingHours = hours });
        decision.Allowed.ShouldBeFalse();
        decision.Until.ShouldBe(new DateTimeOffset(2026, 11, 20, 19, 0, 0, TimeSpan.Zero));
    }

    private static GateDecision Ask(GateFacts facts, GateOptions? options = null) => Gate.Decide(facts, options ?? new GateOptions());

    private static GateFacts Granted() => new()
    {
        Now = Now,
        Purpose = Purposes.Marketing,
        Address = "ann@example.org",
        Consent = Statement(ConsentStatus.Granted),
        Zone = DateTimeZone.Utc,
    };

    private static ConsentRecord Statement(ConsentStatus status)
        => new() { ContactId = "c", Purpose = Purposes.Marketing, Status = status, Time = Now, Source = "form" };
}
