using System.Security.Cryptography;
using System.Text;

namespace Automail.Engine.Delivery.Webhooks;

/// <summary>A secret with which calls are signed (Standard Webhooks, "Signature scheme": HMAC-SHA256 with 24 to 64 random bytes, written <c>whsec_</c> and base64).</summary>
public sealed class WebhookSecret
{
    /// <summary>What stands before the base64 text.</summary>
    public const string Prefix = "whsec_";

    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>A new secret of 32 random bytes, as text.</summary>
    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>Reads a secret.</summary>
    /// <exception cref="FieldException">It is not base64, or not 24 to 64 bytes long.</exception>
    public static WebhookSecret Parse(string? text, string field = "secret")
    {
        var trimmed = text?.Trim() ?? "";
        byte[] key;
        try
        {
            key = Convert.FromBase64String(trimmed.StartsWith(Prefix, StringComparison.Ordinal) ? trimmed[Prefix.Length..] : trimmed);
        }
        catch (FormatException)
        {
            throw new FieldException(field, $"is not {Prefix} and base64 text.");
        }

        return key.Length is >= MinBytes and <= MaxBytes ? new WebhookSecret(key) : throw new FieldException(field, $"is not {MinBytes} to {MaxBytes} bytes long.");
    }

    /// <summary>The value of <c>webhook-signature</c> for one secret: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c>: seconds since 1970-01-01 UTC.</param>
    /// <param name="body">The body as it is sent.</param>
    public string Sign(string id, long timestamp, string body) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
}
