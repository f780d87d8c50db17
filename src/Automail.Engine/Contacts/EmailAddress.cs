using System.Globalization;
using System.Text;

namespace Automail.Engine.Contacts;

/// <summary>Checks and normalizes e-mail addresses as keys: trimmed, lower case, domain in punycode.</summary>
public static class EmailAddress
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>The longest address, in octets (RFC 5321 section 4.5.3.1.3, less the angle brackets).</summary>
    public const int MaxLength = 254;

    /// <summary>Normalizes an address, or throws a <see cref="FieldException"/> that names <paramref name="field"/>.</summary>
    public static string Normalize(string text, string field)
        => TryNormalize(text, out var address, out var problem) ? address : throw new FieldException(field, problem);

    /// <summary>Whether <paramref name="text"/> is an address that mail can go to; if not, why.</summary>
    public static bool TryNormalize(string? text, out string address, out string problem)
    {
        address = "";
        problem = "is not an e-mail address.";
        var trimmed = text?.Trim() ?? "";
        var at = trimmed.LastIndexOf('@');
        if (at <= 0 || at == trimmed.Length - 1)
        {
            return false;
        }

        var local = trimmed[..at];
        var domain = trimmed[(at + 1)..];
        if (local.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || "\"(),:;<>[\\]@".Contains(c, StringComparison.Ordinal))
            || local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal))
        {
            problem = "is not an e-mail address: the part before the @ holds characters that mail systems refuse.";
            return false;
        }

        // RFC 5321 section 4.5.3.1.1
        if (Encoding.UTF8.GetByteCount(local) > 64)
        {
            problem = "is not an e-mail address: the part before the @ is longer than 64 octets.";
            return false;
        }

        try
        {
            domain = Idn.GetAscii(domain.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            problem = "is not an e-mail address: its domain is not valid.";
            return false;
        }

        if (!domain.Contains('.', StringComparison.Ordinal) || domain.EndsWith('.') || local.Length + domain.Length + 1 > MaxLength)
        {
            problem = "is not an e-mail address: its domain is not complete, or the whole is too long.";
            return false;
        }

        address = local.ToLowerInvariant() + "@" + domain;
        return true;
    }
}
