using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Tracking;

namespace Automail.Engine;

/// <summary>What the rules and the mail have to know of the site.</summary>
public sealed record SiteProfile
{
    /// <summary>The name that mail is signed with.</summary>
    public required string Name { get; init; }

    /// <summary>The public address, without a trailing slash.</summary>
    public required string Url { get; init; }

    /// <summary>The postal address that every commercial mail has to carry (CAN-SPAM, 15 U.S.C. 7704(a)(5)).</summary>
    public string Address { get; init; } = "";

    /// <summary>IANA zone for contacts without one; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>BCP 47 tag for contacts without one.</summary>
    public string Locale { get; init; } = "en";

    /// <summary>The sender.</summary>
    public required Mailbox From { get; init; }

    /// <summary>Where answers go, if not to the sender.</summary>
    public Mailbox? ReplyTo { get; init; }

    /// <summary>The envelope sender, if not the sender.</summary>
    public string? ReturnPath { get; init; }

    /// <summary>The address for unsubscribing by mail, or null.</summary>
    public string? UnsubscribeMailto { get; init; }

    /// <summary>Limits on mail that needs consent.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>How long a cart rests before it counts as abandoned, for sequences.</summary>
    public TimeSpan CartIdle { get; init; } = CartRule.StandardIdle;

    /// <summary>Whether links in mail are tracked.</summary>
    public bool TrackLinks { get; init; } = true;

    /// <summary>What web analytics tell visits from mail by; null for nothing.</summary>
    public UtmTags? Utm { get; init; }
}

/// <summary>Gives the site's profile; it can change while the site runs.</summary>
public interface ISite
{
    /// <summary>The profile as it is now.</summary>
    ValueTask<SiteProfile> GetProfileAsync();

    /// <summary>Every idle time that a journey asks of the cart-abandonment rule; <see cref="SiteProfile.CartIdle"/> is among them.</summary>
    ValueTask<IReadOnlyCollection<TimeSpan>> GetCartIdleTimesAsync();
}

/// <summary>A site whose profile does not change.</summary>
public sealed class FixedSite(SiteProfile profile) : ISite
{
    /// <inheritdoc/>
    public ValueTask<SiteProfile> GetProfileAsync() => ValueTask.FromResult(profile);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyCollection<TimeSpan>> GetCartIdleTimesAsync() => ValueTask.FromResult<IReadOnlyCollection<TimeSpan>>([profile.CartIdle]);
}
