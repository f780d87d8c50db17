using System.Text.Json.Serialization;
using Automail.Engine.Delivery.Smtp;

namespace Automail.OrchardModule.Delivery.Settings;

/// <summary>Where mail goes.</summary>
public enum DeliveryMethod
{
    /// <summary>To a mail server.</summary>
    Smtp,

    /// <summary>Into a folder, from which nothing leaves by itself.</summary>
    Pickup,
}

/// <summary>
/// A site's settings for Automail, kept in the site settings. What is null comes from the configuration section <c>Automail</c>, which has the
/// same names, and else from the defaults of <see cref="AutomailOptions"/>.
/// </summary>
public sealed class AutomailSettings
{
    /// <summary>The group of the settings page.</summary>
    public const string GroupId = "automail";

    /// <summary>The configuration section.</summary>
    public const string Section = "Automail";

    /// <summary>Where mail goes.</summary>
    public DeliveryMethod? Delivery { get; set; }

    /// <summary>The mail server's name or address.</summary>
    public string? Host { get; set; }

    /// <summary>The port; 0 for the usual one.</summary>
    public int? Port { get; set; }

    /// <summary>How the connection is protected.</summary>
    public SmtpSecurity? Security { get; set; }

    /// <summary>The account to log in with.</summary>
    public string? UserName { get; set; }

    /// <summary>The account's password, protected by the site's data protection.</summary>
    public string? ProtectedPassword { get; set; }

    /// <summary>The account's password as configuration has it. Never kept in the site settings.</summary>
    [JsonIgnore]
    public string? Password { get; set; }

    /// <summary>How many connections are kept at most.</summary>
    public int? Connections { get; set; }

    /// <summary>The folder for <see cref="DeliveryMethod.Pickup"/>, below <see cref="PickupBase"/>.</summary>
    public string? PickupFolder { get; set; }

    /// <summary>The folder that holds the pickup folder, from configuration only; without one, the tenant's own folder.</summary>
    [JsonIgnore]
    public string? PickupBase { get; set; }

    /// <summary>The sender's address.</summary>
    public string? FromAddress { get; set; }

    /// <summary>The sender's name; without one, the site's.</summary>
    public string? FromName { get; set; }

    /// <summary>Where answers go.</summary>
    public string? ReplyTo { get; set; }

    /// <summary>The envelope sender, to which bounces go.</summary>
    public string? ReturnPath { get; set; }

    /// <summary>The address for unsubscribing by mail.</summary>
    public string? UnsubscribeMailto { get; set; }

    /// <summary>The postal address at the foot of commercial mail.</summary>
    public string? PostalAddress { get; set; }

    /// <summary>How long a cart rests before it counts as abandoned, for sequences.</summary>
    public TimeSpan? CartIdle { get; set; }

    /// <summary>At most this many mails that need consent to one contact within <see cref="CapPeriod"/>; 0 for no limit.</summary>
    public int? FrequencyCap { get; set; }

    /// <summary>The period of the cap.</summary>
    public TimeSpan? CapPeriod { get; set; }

    /// <summary>When the contacts' hours of quiet begin, by their clocks.</summary>
    public TimeOnly? QuietFrom { get; set; }

    /// <summary>When the contacts' hours of quiet end, by their clocks.</summary>
    public TimeOnly? QuietTo { get; set; }

    /// <summary>Whether links in mail are tracked.</summary>
    public bool? TrackLinks { get; set; }

    /// <summary>The <c>utm_source</c> of links to the site; without one, links have no UTM tags.</summary>
    public string? UtmSource { get; set; }

    /// <summary>The <c>utm_medium</c>.</summary>
    public string? UtmMedium { get; set; }

    /// <summary>The <c>utm_campaign</c>; without one, the journey's id, else the template's name.</summary>
    public string? UtmCampaign { get; set; }
}
