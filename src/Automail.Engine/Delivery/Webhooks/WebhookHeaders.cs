using System.Globalization;

namespace Automail.Engine.Delivery.Webhooks;

/// <summary>The headers that a call has beside those of any POST of JSON (Standard Webhooks 1.0, "Webhook headers").</summary>
public static class WebhookHeaders
{
    /// <summary>The call's id, the same on every try.</summary>
    public const string Id = "webhook-id";

    /// <summary>When it is tried: seconds since 1970-01-01 UTC.</summary>
    public const string Timestamp = "webhook-timestamp";

    /// <summary>One signature for each secret, with spaces between.</summary>
    public const string Signature = "webhook-signature";

    /// <summary>The headers of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="secrets">What it is signed with; with none it has no signature.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(WebhookCall call, IReadOnlyCollection<WebhookSecret> secrets)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(secrets);
        var timestamp = call.Time.ToUnixTimeSeconds();
        List<KeyValuePair<string, string>> headers = [KeyValuePair.Create(Id, call.Id), KeyValuePair.Create(Timestamp, timestamp.ToString(CultureInfo.InvariantCulture))];
        if (secrets.Count > 0)
        {
            headers.Add(KeyValuePair.Create(Signature, string.Join(' ', secrets.Select(secret => secret.Sign(call.Id, timestamp, call.Body)))));
        }

        return headers;
    }
}
