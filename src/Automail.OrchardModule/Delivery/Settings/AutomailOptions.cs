using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Delivery.Smtp;
using Automail.Engine.Scheduling;
using Automail.Engine.Tracking;
using NodaTime;

namespace Automail.OrchardModule.Delivery.Settings;

/// <summary>The settings in force: the site's, then the configuration's, then the defaults. Immutable.</summary>
public sealed record AutomailOptions
{
    private static readonly IReadOnlySet<IsoDayOfWeek> EveryDay = new HashSet<IsoDayOfWeek>(Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None));

    /// <summary>Where mail goes.</summary>
    public DeliveryMethod Delivery { get; init; }

    /// <summary>The mail server; null when none was named.</summary>
    public SmtpOptions? Smtp { get; init; }

    /// <summary>The pickup folder, relative to <see cref="PickupBase"/>.</summary>
    public string PickupFolder { get; init; } = "";

    /// <summary>The folder that holds the pickup folder; null for the tenant's own.</summary>
    public string? PickupBase { get; init; }

    /// <summary>The sender's address; null when none was set.</summary>
    public string? FromAddress { get; init; }

    /// <summary>The sender's name; null for the site's.</summary>
    public string? FromName { get; init; }

    /// <summary>Where answers go, or null.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The envelope sender, or null.</summary>
    public string? ReturnPath { get; init; }

    /// <summary>The address for unsubscribing by mail, or null.</summary>
    public string? UnsubscribeMailto { get; init; }

    /// <summary>The postal address.</summary>
    public string PostalAddress { get; init; } = "";

    /// <summary>How long a cart rests before it counts as abandoned, for sequences.</summary>
    public TimeSpan CartIdle { get; init; } = CartRule.StandardIdle;

    /// <summary>Limits on mail that needs consent.</summary>
    public GateOptions Gate { get; init; } = new();

    /// <summary>Whether links in mail are tracked.</summary>
    public bool TrackLinks { get; init; } = true;

    /// <summary>What links to the site are labelled with, or null.</summary>
    public UtmTags? Utm { get; init; }

    /// <summary>Whether mail has somewhere to go.</summary>
    public bool IsConfigured => Delivery == DeliveryMethod.Pickup || Smtp is not null;

    /// <summary>Puts settings over configuration.</summary>
    /// <param name="site">The site's settings.</param>
    /// <param name="configured">The configuration's.</param>
    /// <param name="unprotect">Reads a protected password; null when it cannot be read.</param>
    public static AutomailOptions Create(AutomailSettings site, AutomailSettings configured, Func<string, string?> unprotect)
    {
        var host = Text(site.Host, configured.Host);
        var userName = Text(site.UserName, configured.UserName);
        return new AutomailOptions
        {
            Delivery = site.Delivery ?? configured.Delivery ?? DeliveryMethod.Smtp,
            Smtp = host is null ? null : new SmtpOptions
            {
                Host = host,
                Port = site.Port ?? configured.Port ?? 0,
                Security = site.Security ?? configured.Security ?? SmtpSecurity.Auto,
                UserName = userName,
                Password = userName is null ? null : site.ProtectedPassword is { Length: > 0 } password ? unprotect(password) : configured.Password,
                Connections = site.Connections ?? configured.Connections ?? 4,
            },
            PickupFolder = Text(site.PickupFolder, configured.PickupFolder) ?? "",
            PickupBase = Text(configured.PickupBase, null),
            FromAddress = Text(site.FromAddress, configured.FromAddress),
            FromName = Text(site.FromName, configured.FromName),
            ReplyTo = Text(site.ReplyTo, configured.ReplyTo),
            ReturnPath = Text(site.ReturnPath, configured.ReturnPath),
            UnsubscribeMailto = Text(site.UnsubscribeMailto, configured.UnsubscribeMailto),
            PostalAddress = Text(site.PostalAddress, configured.PostalAddress) ?? "",
            CartIdle = site.CartIdle ?? configured.CartIdle ?? CartRule.StandardIdle,
            Gate = new GateOptions
            {
                Cap = (site.FrequencyCap ?? configured.FrequencyCap) is > 0 and { } cap ? cap : null,
                CapPeriod = site.CapPeriod ?? configured.CapPeriod ?? new GateOptions().CapPeriod,
                SendingHours = SendingHours(site.QuietFrom ?? configured.QuietFrom, site.QuietTo ?? configured.QuietTo),
            },
            TrackLinks = site.TrackLinks ?? configured.TrackLinks ?? true,
            Utm = Text(site.UtmSource, configured.UtmSource) is { } source
                ? new UtmTags(source, Text(site.UtmMedium, configured.UtmMedium) ?? UtmTags.StandardMedium, Text(site.UtmCampaign, configured.UtmCampaign))
                : null,
        };
    }

    private static string? Text(string? first, string? second)
        => !string.IsNullOrWhiteSpace(first) ? first.Trim() : !string.IsNullOrWhiteSpace(second) ? second.Trim() : null;

    /// <summary>Mail may go from the end of the quiet hours to their beginning; equal times mean no quiet.</summary>
    private static SendWindow? SendingHours(TimeOnly? quietFrom, TimeOnly? quietTo)
        => quietFrom is { } from && quietTo is { } to && from != to
            ? new SendWindow(EveryDay, LocalTime.FromTicksSinceMidnight(to.Ticks), LocalTime.FromTicksSinceMidnight(from.Ticks))
            : null;
}
