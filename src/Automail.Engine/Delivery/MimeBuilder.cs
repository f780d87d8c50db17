using System.Globalization;
using System.Text;
using MimeKit;

namespace Automail.Engine.Delivery;

/// <summary>Turns a mail into MIME with the headers that automatic, unsubscribable mail must have. The same mail gives the same bytes.</summary>
public static class MimeBuilder
{
    // So that a folded line stays under 998 octets (RFC 5322 section 2.1.1).
    private const int MaxToken = 900;

    private static readonly IdnMapping Idn = new();

    /// <summary>
    /// Builds multipart/alternative (text, then HTML; RFC 2046 section 5.1.4) with From, Reply-To, To, Subject, Date, Message-ID (RFC 5322),
    /// Auto-Submitted (RFC 3834), Content-Language (RFC 3282), Feedback-ID, List-Unsubscribe (RFC 2369) and List-Unsubscribe-Post (RFC 8058).
    /// </summary>
    /// <exception cref="FieldException">A value cannot stand in a header: it names the field. Line breaks are refused everywhere.</exception>
    public static MimeMessage Build(OutgoingMail mail)
    {
        var message = new MimeMessage((IEnumerable<Header>)[]);
        var headers = message.Headers;
        message.From.Add(ToAddress(mail.From, "from"));
        message.To.Add(ToAddress(mail.To, "to"));
        if (mail.ReplyTo is not null)
        {
            message.ReplyTo.Add(ToAddress(mail.ReplyTo, "replyTo"));
        }

        message.Subject = HeaderText(mail.Subject, "subject");
        message.Date = mail.Date;
        headers.Add("Message-Id", $"<{MessageId(mail.MessageId)}>");
        headers.Add("Auto-Submitted", "auto-generated");
        AddUnsubscribe(headers, mail);
        if (mail.FeedbackId is not null)
        {
            headers.Add("Feedback-ID", Token(mail.FeedbackId, "feedbackId", "._-:@+=/"));
        }

        if (!string.IsNullOrEmpty(mail.Locale))
        {
            headers.Add("Content-Language", Token(mail.Locale, "locale", "-"));
        }

        message.MimeVersion = new Version(1, 0);
        message.Body = new OfferedBody(ToPart("plain", mail.Text), ToPart("html", mail.Html))
        {
            // Neither base64 nor quoted-printable can hold "=_" (RFC 2045 section 6.7), and plain text hardly holds the id of its own mail.
            Boundary = $"=_{SendId(mail.SendId)}",
        };
        return message;
    }

    /// <summary>The envelope sender: <see cref="OutgoingMail.ReturnPath"/>, else the sender.</summary>
    internal static MailboxAddress EnvelopeSender(OutgoingMail mail)
        => mail.ReturnPath is null ? ToAddress(mail.From with { Name = null }, "from") : ToAddress(new Mailbox(mail.ReturnPath), "returnPath");

    private static void AddUnsubscribe(HeaderList headers, OutgoingMail mail)
    {
        var methods = new List<string>(2);
        if (mail.UnsubscribeUrl is { } url)
        {
            if (!(Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)))
            {
                throw new FieldException("unsubscribeUrl", "is not an absolute http or https address.");
            }

            methods.Add($"<{UrlText(url, "unsubscribeUrl")}>");
        }

        if (mail.UnsubscribeMailto is { } mailto)
        {
            const string Scheme = "mailto:";
            var target = mailto.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? mailto[Scheme.Length..] : mailto;
            methods.Add($"<{Scheme}{UrlText(target, "unsubscribeMailto")}>");
        }

        if (methods.Count > 0)
        {
            headers.Add("List-Unsubscribe", string.Join(", ", methods));
        }

        if (mail.UnsubscribeUrl is not null)
        {
            headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
    }

    internal static MailboxAddress ToAddress(Mailbox mailbox, string field)
    {
        var address = mailbox.Address;
        var at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1 || address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>'))
        {
            throw new FieldException($"{field}.address", "is not an e-mail address.");
        }

        // Domains travel in punycode (RFC 5890); the local part stays as it is.
        try
        {
            address = Ascii.IsValid(address.AsSpan(at)) ? address : $"{address[..at]}@{Idn.GetAscii(address, at + 1)}";
            return new MailboxAddress(Encoding.UTF8, mailbox.Name is null ? null : HeaderText(mailbox.Name, $"{field}.name"), address);
        }
        catch (Exception error) when (error is ArgumentException or ParseException)
        {
            throw new FieldException($"{field}.address", "is not an e-mail address.");
        }
    }

    internal static MimePart ToPart(string subtype, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(NormalizeNewLines(text));
        var part = new MimePart("text", subtype)
        {
            Content = new MimeContent(new MemoryStream(bytes, writable: false)),
            ContentTransferEncoding = ChooseEncoding(bytes),
        };
        part.ContentType.Charset = "utf-8";
        return part;
    }

    // 7bit where every line is plain and short enough (RFC 5322 section 2.1.1), else whichever of the two encodings is shorter.
    private static ContentEncoding ChooseEncoding(ReadOnlySpan<byte> bytes)
    {
        if (!Ascii.IsValid(bytes) || bytes.ContainsAnyInRange((byte)0, (byte)8))
        {
            var encoded = 0;
            foreach (var b in bytes)
            {
                encoded += b >= 0x80 ? 1 : 0;
            }

            return encoded * 6 > bytes.Length ? ContentEncoding.Base64 : ContentEncoding.QuotedPrintable;
        }

        const int LongestLine = 998;
        while (bytes.Length > LongestLine)
        {
            var end = bytes.IndexOf((byte)'\n');
            if (end > LongestLine || end < 0)
            {
                return ContentEncoding.QuotedPrintable;
            }

            bytes = bytes[(end + 1)..];
        }

        return ContentEncoding.SevenBit;
    }

    private static string NormalizeNewLines(string text)
        => text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;

    internal static string HeaderText(string text, string field)
    {
        if (text.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new FieldException(field, "holds a line break or a null character.");
        }

        // What looks like an encoded word (RFC 2047) would be read as one, and could hold anything; an invisible joiner takes the looks away.
        text = text.Replace("=?", "=\u2060?", StringComparison.Ordinal);
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
    }

    // RFC 5322 section 3.6.4: dot-atom-text "@" dot-atom-text.
    internal static string MessageId(string text)
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

        return Token(text, "messageId", ".@!#$%&'*+-/=?^_`{|}~");
    }

    // A boundary is 70 characters at most (RFC 2046 section 5.1.1).
    private static string SendId(string text)
        => text.Length <= 64 ? Token(text, "sendId", "_-") : throw new FieldException("sendId", "is longer than 64 characters.");

    private static string UrlText(string text, string field)
        => text.Any(c => !char.IsAscii(c) || char.IsControl(c) || c is ' ' or '<' or '>' or ',' or '"')
            ? throw new FieldException(field, "holds characters that must be escaped in a header.")
            : text;

    private static string Token(string text, string field, string punctuation)
        => text.Length is > 0 and <= MaxToken && text.All(c => char.IsAsciiLetterOrDigit(c) || punctuation.Contains(c, StringComparison.Ordinal))
            ? text
            : throw new FieldException(field, "is empty, too long, or holds characters that its header cannot carry.");
}
