using Automail.Engine.Delivery.Smtp;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Delivery.Settings;

/// <summary>The form of the settings. What is left empty comes from the configuration, else from the defaults.</summary>
public class AutomailSettingsViewModel
{
    /// <summary>Where mail goes.</summary>
    public DeliveryMethod Delivery { get; set; }

    /// <summary>The mail server.</summary>
    public string? Host { get; set; }

    /// <summary>The port; empty for the usual one.</summary>
    public int? Port { get; set; }

    /// <summary>How the connection is protected.</summary>
    public SmtpSecurity Security { get; set; }

    /// <summary>The account.</summary>
    public string? UserName { get; set; }

    /// <summary>A new password; empty to keep the stored one. Never filled in by us.</summary>
    public string? Password { get; set; }

    /// <summary>Connections kept at most.</summary>
    public int? Connections { get; set; }

    /// <summary>The pickup folder.</summary>
    public string? PickupFolder { get; set; }

    /// <summary>The sender's address.</summary>
    public string? FromAddress { get; set; }

    /// <summary>The sender's name.</summary>
    public string? FromName { get; set; }

    /// <summary>Where answers go.</summary>
    public string? ReplyTo { get; set; }

    /// <summary>The envelope sender.</summary>
    public string? ReturnPath { get; set; }

    /// <summary>The address for unsubscribing by mail.</summary>
    public string? UnsubscribeMailto { get; set; }

    /// <summary>The postal address.</summary>
    public string? PostalAddress { get; set; }

    /// <summary>How long a cart rests, in minutes.</summary>
    public int? CartIdleMinutes { get; set; }

    /// <summary>The most mails to one contact within the period; empty or 0 for no limit.</summary>
    public int? FrequencyCap { get; set; }

    /// <summary>The period, in hours.</summary>
    public int? CapPeriodHours { get; set; }

    /// <summary>When quiet begins.</summary>
    public TimeOnly? QuietFrom { get; set; }

    /// <summary>When quiet ends.</summary>
    public TimeOnly? QuietTo { get; set; }

    /// <summary>Whether links are tracked.</summary>
    public bool TrackLinks { get; set; }

    /// <summary>The <c>utm_source</c> of links; empty for no tags.</summary>
    public string? UtmSource { get; set; }

    /// <summary>The <c>utm_medium</c>.</summary>
    public string? UtmMedium { get; set; }

    /// <summary>The <c>utm_campaign</c>.</summary>
    public string? UtmCampaign { get; set; }

    /// <summary>Whether a password is stored or configured.</summary>
    [BindNever]
    public bool HasPassword { get; set; }

    /// <summary>The settings in force, as hints for what is left empty.</summary>
    [BindNever]
    public AutomailOptions InForce { get; set; } = new();

    /// <summary>What is missing before mail can leave, or null.</summary>
    [BindNever]
    public string? Problem { get; set; }
}
