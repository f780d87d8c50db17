using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Contacts.Timeline;

/// <summary>A contact's history in words. What people wrote is put in as it is: the page encodes it.</summary>
internal sealed class TimelineTexts(IStringLocalizer<TimelineTexts> localizer)
{
    internal readonly IStringLocalizer S = localizer;

    /// <summary>What the contact did.</summary>
    public string Of(BehaviorEvent happened)
    {
        var data = happened.Data;
        return happened.Type switch
        {
            EventTypes.UserRegistered => S["Registered"],
            EventTypes.ContactUpdated => S["The profile changed"],
            EventTypes.CartUpdated when IsEmpty(data, "items") => S["Emptied the cart"],
            EventTypes.CartUpdated => S["Changed the cart"],
            EventTypes.CartAbandoned => S["Left a cart of {0} {1}", Text(data, "total"), Text(data, "currency")],
            EventTypes.OrderPlaced => S["Ordered for {0} {1}", Text(data, "total"), Text(data, "currency")],
            EventTypes.ProductViewed => S["Looked at {0}", Text(data, "name", "sku")],
            EventTypes.LinkClicked => S["Clicked {0}", Text(data, "url")],
            EventTypes.EmailOpened => S["Opened a mail"],
            EventTypes.EmailBounced => S["A mail came back"],
            EventTypes.EmailComplained => S["Reported a mail as spam"],
            EventTypes.ContactUnsubscribed => S["Consent for {0} was withdrawn ({1})", Text(data, "purpose"), Text(data, "source")],
            EventTypes.ContactSuppressed => S["{0} suppressed the address", Text(data, "by")],
            EventTypes.ContactUnsuppressed => S["{0} lifted the suppression of the address", Text(data, "by")],
            EventTypes.SequenceStartsWorkflow => S["“{0}” started the workflow “{1}”", Text(data, "name", "sequence"), Text(data, "workflow")],
            EventTypes.SequenceFinished => S["Workflows heard of the end of “{0}”", Text(data, "name", "sequence")],
            EventTypes.SequenceExited => S["Workflows heard that the contact left “{0}”", Text(data, "name", "sequence")],
            EventTypes.SequenceGoalReached => S["Workflows heard that the goal of “{0}” was reached", Text(data, "name", "sequence")],
            EventTypes.EmailSettled when Text(data, "decision") == "sent" => S["{0} decided that the mail “{1}” was sent", Text(data, "by"), Text(data, "template")],
            EventTypes.EmailSettled => S["{0} let the mail “{1}” go again", Text(data, "by"), Text(data, "template")],
            _ => happened.Type,
        };
    }

    /// <summary>The reason that an operator gave, or null.</summary>
    public static string? ReasonOf(BehaviorEvent happened)
        => happened.Type is EventTypes.ContactSuppressed or EventTypes.ContactUnsuppressed or EventTypes.EmailSettled && Text(happened.Data, "reason") is { Length: > 0 } reason
            ? reason
            : null;

    /// <summary>A mail, with its subject or its template's name.</summary>
    public string Of(SendRecord mail)
    {
        if (mail.Kind != SendKind.Mail)
        {
            return Told(mail);
        }

        var name = mail.Subject ?? mail.Template;
        return mail.State switch
        {
            SendState.Sent => S["Was sent “{0}”", name],
            SendState.Skipped => S["Was not sent “{0}”", name],
            SendState.Failed => S["“{0}” could not be sent", name],
            SendState.InDoubt => S["Nobody knows whether “{0}” was sent", name],
            _ => S["Is to get “{0}”", name],
        };
    }

    /// <summary>What others were told about the contact.</summary>
    private string Told(SendRecord told) => (told.Kind, told.State) switch
    {
        (SendKind.Webhook, SendState.Sent) => S["“{0}” was called", told.Url!],
        (SendKind.Webhook, SendState.Queued or SendState.Sending) => S["“{0}” is to be called", told.Url!],
        (SendKind.Webhook, _) => S["“{0}” was not called", told.Url!],
        (_, SendState.Sent) => S["{0} was told “{1}”", told.Email!, told.Subject!],
        (_, SendState.Queued or SendState.Sending) => S["{0} is to be told “{1}”", told.Email!, told.Subject!],
        _ => S["{0} was not told “{1}”", told.Email!, told.Subject!],
    };

    /// <summary>Entering a journey.</summary>
    public string Entered(string journey, Enrollment enrollment) => S["Entered “{0}”, version {1}", journey, enrollment.EnteredVersion ?? enrollment.Version];

    /// <summary>The end of a journey.</summary>
    public string Ended(string journey, Enrollment enrollment) => enrollment.Status switch
    {
        EnrollmentStatus.Completed => S["Came to the end of “{0}”", journey],
        EnrollmentStatus.Exited => S["Left “{0}”", journey],
        EnrollmentStatus.GoalReached => S["Reached the goal of “{0}”", journey],
        EnrollmentStatus.Removed => S["Was taken out of “{0}”", journey],
        EnrollmentStatus.HeldOut => S["Was held out of “{0}”", journey],
        _ => S["Could not go on in “{0}”", journey],
    };

    private static bool IsEmpty(JsonElement data, string name)
        => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array && items.GetArrayLength() == 0;

    /// <summary>The first of these fields that the data has.</summary>
    private static string Text(JsonElement data, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                return Admin.JsonText.Value(value);
            }
        }

        return "";
    }
}
