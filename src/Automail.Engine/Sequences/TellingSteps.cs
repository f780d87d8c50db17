using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;

namespace Automail.Engine.Sequences;

/// <summary>Reads the steps that tell others about the contact.</summary>
internal static class TellingSteps
{
    private const int MaxSubject = 300;
    private const int MaxMessage = 5_000;

    /// <summary>Reads a step that writes to people of the team.</summary>
    public static NotifyStep Notify(JsonElement element, string id, string at)
    {
        var notify = element.GetProperty("notify");
        var addresses = new List<string>();
        if (notify.ValueKind == JsonValueKind.Array)
        {
            if (notify.GetArrayLength() is 0 or > NotifyStep.MaxAddresses)
            {
                throw new FieldException(at + ".notify", $"is not a list of 1 to {NotifyStep.MaxAddresses} e-mail addresses.");
            }

            foreach (var one in notify.EnumerateArray())
            {
                var path = $"{at}.notify[{addresses.Count}]";
                var address = Address(one, path);
                addresses.Add(!addresses.Contains(address) ? address : throw new FieldException(path, $"'{address}' stands twice."));
            }
        }
        else
        {
            addresses.Add(Address(notify, at + ".notify"));
        }

        return new NotifyStep(id, addresses, SequenceFields.Line(element, "subject", at, MaxSubject), Message(element, at));
    }

    /// <summary>Reads a step that calls an address of another system.</summary>
    public static WebhookStep Webhook(JsonElement element, string id, string at)
    {
        var path = at + ".webhook";
        var text = SequenceFields.Word(element, "webhook", at, EventFields.MaxText);
        return !Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp) || url.Host.Length == 0
            ? throw new FieldException(path, "is not an address that begins with https://.")
            : url.UserInfo.Length > 0 ? throw new FieldException(path, "holds a user name or password. Calls are signed; a key of the receiver can stand in the path or the query.")
            : url.Fragment.Length > 0 || text.Contains('#', StringComparison.Ordinal) ? throw new FieldException(path, "holds a fragment (#), which is never sent.")
            : new WebhookStep(id, text);
    }

    private static string Address(JsonElement element, string path)
        => element.ValueKind != JsonValueKind.String ? throw new FieldException(path, "is not a text.")
            : element.GetString()! is var text && text.Trim() != text ? throw new FieldException(path, "begins or ends with a space.")
            : EmailAddress.Normalize(text, path);

    /// <summary>A text of several lines.</summary>
    private static string Message(JsonElement element, string at)
    {
        var path = at + ".message";
        if (!EventFields.TryGet(element, "message", out var value))
        {
            throw new FieldException(path, "is missing.");
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new FieldException(path, "is not a text.");
        return string.IsNullOrWhiteSpace(text) ? throw new FieldException(path, "is missing.")
            : text.Length > MaxMessage ? throw new FieldException(path, $"is longer than {MaxMessage} characters.")
            : text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? throw new FieldException(path, "holds control characters other than line breaks and tabs.")
            : text;
    }
}
