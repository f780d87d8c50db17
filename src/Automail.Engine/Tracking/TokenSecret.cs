using System.Buffers.Text;
using System.Security.Cryptography;

namespace Automail.Engine.Tracking;

/// <summary>The secret behind a site's tokens. Whoever has it can make links; whoever loses it breaks the links in mail already sent.</summary>
public static class TokenSecret
{
    /// <summary>The least that is accepted, in bytes.</summary>
    public const int MinBytes = 32;

    /// <summary>A new secret of 32 random bytes, as base64url text to put in a setting.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(MinBytes));

    /// <summary>Reads what <see cref="Create"/> wrote.</summary>
    /// <exception cref="FieldException">It is not base64url, or shorter than <see cref="MinBytes"/>.</exception>
    public static byte[] Parse(string? text, string field = "secret")
    {
        byte[] secret;
        try
        {
            secret = Base64Url.DecodeFromChars(text?.Trim());
        }
        catch (FormatException)
        {
            throw new FieldException(field, "is not base64url text.");
        }

        return secret.Length >= MinBytes ? secret : throw new FieldException(field, $"is shorter than {MinBytes} bytes.");
    }
}
