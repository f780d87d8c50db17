using System.Globalization;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Delivery;

/// <summary>What has become of a mail, and why, in words.</summary>
internal sealed partial class MailTexts(IStringLocalizer<MailTexts> localizer)
{
    internal readonly IStringLocalizer S = localizer;

    /// <summary>The state's name.</summary>
    public string State(SendState state) => state switch
    {
        SendState.Queued => S["Waiting"],
        SendState.Sending => S["Being sent"],
        SendState.Sent => S["Sent"],
        SendState.Skipped => S["Not sent"],
        SendState.Failed => S["Failed"],
        _ => S["In doubt"],
    };

    /// <summary>The state of a mail, or of what tells others.</summary>
    public string State(SendRecord mail) => mail switch
    {
        { Kind: SendKind.Webhook, State: SendState.Sent } => S["Called"],
        { Kind: SendKind.Webhook, State: SendState.Skipped } => S["Not called"],
        _ => State(mail.State),
    };

    /// <summary>What it is when it is no mail to the contact; null when it is.</summary>
    public string? Kind(SendRecord mail) => mail.Kind switch
    {
        SendKind.Notice => S["Mail to the team"].Value,
        SendKind.Webhook => S["Webhook"].Value,
        _ => null,
    };

    /// <summary>To whom it goes, or what is called; null when there is no address.</summary>
    public static string? To(SendRecord mail) => mail.Kind == SendKind.Webhook ? mail.Url : mail.Email;

    /// <summary>The look of the state's badge; the name stands in it, so that nothing depends on the color.</summary>
    public static string StateClass(SendState state) => state switch
    {
        SendState.Sent => "text-bg-success",
        SendState.Failed => "text-bg-danger",
        SendState.InDoubt => "text-bg-warning",
        SendState.Skipped => "text-bg-secondary",
        _ => "text-bg-info",
    };

    /// <summary>Why a mail was not sent, failed or waits; null when there is nothing to say.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="withdrawnAt">When the contact withdrew consent for the mail's purpose, in the zone of who looks; null when that is not known.</param>
    public string? Why(SendRecord mail, DateTimeOffset? withdrawnAt = null)
        => mail is { Kind: SendKind.Webhook, Reason: { } reason } && Call(reason) is { } said ? said : Why(mail.Reason, mail.Purpose, mail.Template, withdrawnAt);

    /// <summary>What a reason in the ledger means; null when there is none.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="purpose">The mail's purpose.</param>
    /// <param name="template">The mail's template.</param>
    /// <param name="withdrawnAt">When the contact withdrew consent for the purpose, in the zone of who looks; null when that is not known.</param>
    public string? Why(string? reason, string purpose, string template, DateTimeOffset? withdrawnAt = null)
    {
        if (string.IsNullOrEmpty(reason))
        {
            return null;
        }

        return reason switch
        {
            GateReasons.NoAddress => S["the contact has no e-mail address"],
            GateReasons.NoConsent => S["no consent was given for {0}", purpose],
            GateReasons.NotConfirmed => S["consent for {0} was not confirmed", purpose],
            GateReasons.Unsubscribed when withdrawnAt is { } time => S["withdrew consent for {0} on {1}", purpose, time.ToString("d", CultureInfo.CurrentCulture)],
            GateReasons.Unsubscribed => S["withdrew consent for {0}", purpose],
            GateReasons.JourneyEnded => S["the journey had ended for this contact"],
            GateReasons.FrequencyCap => S["the contact had as much mail as the limit allows"],
            GateReasons.QuietHours => S["waits for the hours in which mail is sent"],
            GateReasons.Overdue => S["its time had passed too long ago"],
            GateReasons.SkippedAhead => S["somebody let the contact skip it"],
            GateReasons.Moved => S["the contact was moved to a version that goes on behind it"],
            GateReasons.PassedBefore => S["the contact passed this step before, and no step's mail goes out twice"],
            GateReasons.ContactGone => S["the contact is gone"],
            GateReasons.UnknownTemplate => S["there is no template “{0}”", template],
            _ => Suppressed(reason) ?? reason,
        };
    }

    /// <summary>Why an address is suppressed.</summary>
    public string Suppression(SuppressionReason reason) => reason switch
    {
        SuppressionReason.HardBounce => S["mail to it came back for good"],
        SuppressionReason.Complaint => S["a mail was reported as spam"],
        SuppressionReason.Unsubscribed => S["the contact wants no mail at all"],
        SuppressionReason.Erased => S["the contact was erased"],
        _ => S["an operator said so"],
    };

    private string? Suppressed(string reason)
    {
        if (!reason.StartsWith(GateReasons.Suppressed + ":", StringComparison.Ordinal))
        {
            return null;
        }

        SuppressionReason? known = reason[(GateReasons.Suppressed.Length + 1)..] switch
        {
            "hard-bounce" => SuppressionReason.HardBounce,
            "complaint" => SuppressionReason.Complaint,
            "unsubscribed" => SuppressionReason.Unsubscribed,
            "erased" => SuppressionReason.Erased,
            "manual" => SuppressionReason.Manual,
            _ => null,
        };
        return known is { } why ? S["the address is suppressed: {0}", Suppression(why)].Value : null;
    }
}
