using System.Buffers;
using System.Globalization;
using System.Text;
using MimeKit;

namespace Automail.Engine.Delivery.Mime;

/// <summary>What may stand in a header. Everything else is refused with the name of the field; line breaks are refused everywhere.</summary>
internal static class HeaderRules
{
    // So that a folded line stays under 998 octets (RFC 5322 section 2.1.1).
    private const int MaxToken = 900;

    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // RFC 5322 section 3.6.4: dot-atom-text "@" dot-atom-text.
    private static readonly SearchValues<char> MessageIdCharacters = SearchValues.Create(Alphanumeric + ".@!#$%&'*+-/=?^_`{|}~");
    private static readonly SearchValues<char> FeedbackCharacters = SearchValues.Create(Alphanumeric + "._-:@+=/");
    private static readonly SearchValues<char> LanguageCharacters = SearchValues.Create(Alphanumeric + "-");
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(Alphanumeric + "_-");
    private static readonly SearchValues<char> NotInUrls = SearchValues.Create(" <>,\"");
    private static readonly SearchValues<char> NotInAddresses = SearchValues.Create("<> \u00A0");
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\r\n\0");

    private static readonly IdnMapping Idn = new();

    /// <summary>An address with its domain in punycode (RFC 5890), as it travels; the local part stays as it is.</summary>
    public static string Address(string address, string field)
    {
        var at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1 || address.AsSpan().ContainsAny(NotInAddresses) || ContainsControl(address))
        {
            throw new FieldException(field, "is not an e-mail address.");
        }

        try
        {
            return Ascii.IsValid(address.AsSpan(at)) ? address : $"{address[..at]}@{Idn.GetAscii(address, at + 1)}";
        }
        catch (ArgumentException)
        {
            throw new FieldException(field, "is not an e-mail address.");
        }
    }

    /// <summary>A mailbox as MimeKit has it.</summary>
    public static MailboxAddress ToMailbox(Mailbox mailbox, string field)
    {
        try
        {
            return new MailboxAddress(
                Encoding.UTF8, mailbox.Name is null ? null : Text(mailbox.Name, $"{field}.name"), Address(mailbox.Address, $"{field}.address"));
        }
        catch (ParseException)
        {
            throw new FieldException($"{field}.address", "is not an e-mail address.");
        }
    }

    /// <summary>Text for people. Control characters become spaces.</summary>
    public static string Text(string text, string field)
    {
        if (text.AsSpan().ContainsAny(Breaks))
        {
            throw new FieldException(field, "holds a line break or a null character.");
        }

        // What looks like an encoded word (RFC 2047) would be read as one, and could hold anything; an invisible joiner takes the looks away.
        text = text.Replace("=?", "=\u2060?", StringComparison.Ordinal);
        return ContainsControl(text) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
    }

    /// <summary>A Message-ID without its angle brackets, the domain in punycode.</summary>
    public static string MessageId(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at != text.LastIndexOf('@') || at == text.Length - 1)
        {
            throw new FieldException("messageId", "is not of the form id@domain.");
        }

        try
        {
            text = Ascii.IsValid(text) ? text : $"{text[..at]}@{Idn.GetAscii(text, at + 1)}";
        }
        catch (ArgumentException)
        {
            throw new FieldException("messageId", "has no valid domain.");
        }

        return Token(text, "messageId", MessageIdCharacters, MaxToken);
    }

    /// <summary>An absolute http or https address for use between angle brackets.</summary>
    public static string WebUrl(string text, string field)
        => Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? UrlText(text, field)
            : throw new FieldException(field, "is not an absolute http or https address.");

    /// <summary>An address for use between angle brackets.</summary>
    public static string UrlText(string text, string field)
        => text.Length > MaxToken || !Ascii.IsValid(text) || text.AsSpan().ContainsAny(NotInUrls) || ContainsControl(text)
            ? throw new FieldException(field, "is too long or holds characters that must be escaped in a header.")
            : text;

    public static string FeedbackId(string text) => Token(text, "feedbackId", FeedbackCharacters, MaxToken);

    public static string Language(string text) => Token(text, "locale", LanguageCharacters, MaxToken);

    /// <summary>The ledger's id; it is a part of the boundary, which is 70 characters at most (RFC 2046 section 5.1.1).</summary>
    public static string SendId(string text) => Token(text, "sendId", IdCharacters, 64);

    private static string Token(string text, string field, SearchValues<char> allowed, int max)
        => text.Length > 0 && text.Length <= max && !text.AsSpan().ContainsAnyExcept(allowed)
            ? text
            : throw new FieldException(field, "is empty, too long, or holds characters that its header cannot carry.");

    private static bool ContainsControl(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\0', '\u001F') || text.ContainsAnyInRange('\u007F', '\u009F');
}
