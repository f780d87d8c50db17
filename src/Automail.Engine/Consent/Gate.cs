using Automail.Engine.Scheduling;
using NodaTime;

namespace Automail.Engine.Consent;

/// <summary>The reasons for which a mail is not sent; they stand in the ledger and in skips.jsonl.</summary>
public static class GateReasons
{
    /// <summary>The contact has no address, or is gone.</summary>
    public const string NoAddress = "no-address";

    /// <summary>The address is suppressed; what follows the colon is the suppression's reason.</summary>
    public const string Suppressed = "suppressed";

    /// <summary>The contact never consented to this purpose.</summary>
    public const string NoConsent = "no-consent";

    /// <summary>The contact consented, and has yet to confirm it.</summary>
    public const string NotConfirmed = "consent-not-confirmed";

    /// <summary>The contact withdrew consent.</summary>
    public const string Unsubscribed = "unsubscribed";

    /// <summary>The journey ended for this contact before the mail's moment came.</summary>
    public const string JourneyEnded = "journey-ended";

    /// <summary>The contact got as much mail as the cap allows.</summary>
    public const string FrequencyCap = "frequency-cap";

    /// <summary>The contact's hours of quiet; the mail waits.</summary>
    public const string QuietHours = "quiet-hours";

    /// <summary>The mail came up too long after it was due.</summary>
    public const string Overdue = "overdue";

    /// <summary>Somebody let the contact skip the mail while it waited for its window.</summary>
    public const string SkippedAhead = "skipped-ahead";

    /// <summary>The mail waited for its window when the contact was moved to another version, which goes on behind it.</summary>
    public const string Moved = "moved";

    /// <summary>The contact passed the step before, on another version; what became of its mail then stands.</summary>
    public const string PassedBefore = "passed-before";

    /// <summary>The contact is not known any more: nothing about it is told to others.</summary>
    public const string ContactGone = "contact-gone";

    /// <summary>There is no template of this name.</summary>
    public const string UnknownTemplate = "unknown-template";

    /// <summary>All of them; after a colon more can follow.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        NoAddress, Suppressed, NoConsent, NotConfirmed, Unsubscribed, JourneyEnded, FrequencyCap, QuietHours, Overdue, SkippedAhead, Moved, PassedBefore, UnknownTemplate, ContactGone,
    };
}

/// <summary>The site's own limits on mail that needs consent.</summary>
public sealed record GateOptions
{
    /// <summary>At most this many mails to a contact within <see cref="CapPeriod"/>; null for no limit.</summary>
    public int? Cap { get; init; }

    /// <summary>The period of the cap, looking back from the moment of sending.</summary>
    public TimeSpan CapPeriod { get; init; } = TimeSpan.FromDays(1);

    /// <summary>When mail may go out, in the contact's zone; null for always. Mail that comes up outside waits.</summary>
    public SendWindow? SendingHours { get; init; }
}

/// <summary>What the gate has to know about a mail at the instant of sending.</summary>
public sealed record GateFacts
{
    /// <summary>The present, UTC.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The purpose of the mail.</summary>
    public required string Purpose { get; init; }

    /// <summary>The contact's address, or null.</summary>
    public required string? Address { get; init; }

    /// <summary>The address's suppression, or null.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>The consent in force for the purpose, or null.</summary>
    public ConsentRecord? Consent { get; init; }

    /// <summary>Whether the journey ended early for this contact: exit, goal or removal.</summary>
    public bool JourneyEnded { get; init; }

    /// <summary>How many mails that need consent the contact got within the cap's period.</summary>
    public int SentWithinPeriod { get; init; }

    /// <summary>The contact's zone, else the site's, else UTC.</summary>
    public required DateTimeZone Zone { get; init; }
}

/// <summary>The gate's answer.</summary>
/// <param name="Allowed">Whether the mail may go now.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Until">When to ask again, UTC; null for never.</param>
public sealed record GateDecision(bool Allowed, string? Reason = null, DateTimeOffset? Until = null)
{
    /// <summary>Go.</summary>
    public static readonly GateDecision Yes = new(true);

    /// <summary>Never, for a reason.</summary>
    public static GateDecision No(string reason) => new(false, reason);
}

/// <summary>The one place that decides whether a mail may go, at the instant of sending (design, invariant 3).</summary>
public static class Gate
{
    /// <summary>Decides. The first "no" in the order address, journey, suppression, consent, cap is the recorded one; quiet hours only put off.</summary>
    public static GateDecision Decide(GateFacts facts, GateOptions options)
    {
        if (facts.Address is null)
        {
            return GateDecision.No(GateReasons.NoAddress);
        }

        if (facts.JourneyEnded)
        {
            return GateDecision.No(GateReasons.JourneyEnded);
        }

        var needsConsent = Purposes.NeedConsent(facts.Purpose);
        if (facts.Suppression is { } suppression && (needsConsent || suppression.Reason != SuppressionReason.Unsubscribed))
        {
            return GateDecision.No($"{GateReasons.Suppressed}:{suppression.Reason switch
            {
                SuppressionReason.HardBounce => "hard-bounce",
                SuppressionReason.Complaint => "complaint",
                SuppressionReason.Unsubscribed => "unsubscribed",
                SuppressionReason.Erased => "erased",
                _ => "manual",
            }}");
        }

        if (!needsConsent)
        {
            return GateDecision.Yes;
        }

        switch (facts.Consent?.Status)
        {
            case null:
                return GateDecision.No(GateReasons.NoConsent);
            case ConsentStatus.Pending:
                return GateDecision.No(GateReasons.NotConfirmed);
            case ConsentStatus.Withdrawn:
                return GateDecision.No(GateReasons.Unsubscribed);
        }

        if (options.Cap is { } cap && facts.SentWithinPeriod >= cap)
        {
            return GateDecision.No(GateReasons.FrequencyCap);
        }

        return options.SendingHours?.Next(facts.Now, facts.Zone) is { } opens && opens > facts.Now
            ? new GateDecision(false, GateReasons.QuietHours, opens)
            : GateDecision.Yes;
    }
}
