using System.Buffers;
using System.Text;
using Automail.Engine.Delivery.Mime;
using MimeKit;

namespace Automail.Engine.Delivery;

/// <summary>Turns a mail into MIME with the headers that automatic, unsubscribable mail must have. The same mail gives the same bytes.</summary>
public static class MimeBuilder
{
    /// <summary>
    /// The mail as a message to look into: multipart/alternative (text, then HTML; RFC 2046 section 5.1.4) with From, Reply-To, To, Subject, Date,
    /// Message-ID (RFC 5322), Auto-Submitted (RFC 3834), Content-Language (RFC 3282), Feedback-ID, List-Unsubscribe (RFC 2369) and
    /// List-Unsubscribe-Post (RFC 8058).
    /// </summary>
    /// <exception cref="FieldException">A value cannot stand in a header: it names the field. Line breaks are refused everywhere.</exception>
    public static MimeMessage Build(OutgoingMail mail)
    {
        using var stream = new MemoryStream(Write(mail).ToArray(), writable: false);
        return MimeMessage.Load(stream);
    }

    /// <summary>The mail as bytes, with CRLF line ends of at most 998 octets between them.</summary>
    /// <exception cref="FieldException">A value cannot stand in a header: it names the field.</exception>
    public static ReadOnlyMemory<byte> Write(OutgoingMail mail)
    {
        // The text encodings add little to most languages; what they add to others makes the buffer grow.
        var output = new ArrayBufferWriter<byte>(2048 + mail.Text.Length + mail.Html.Length + ((mail.Text.Length + mail.Html.Length) / 4));
        var headers = new HeaderWriter(output);
        AddMailbox(headers, "From", mail.From, "from");
        AddMailbox(headers, "To", mail.To, "to");
        if (mail.ReplyTo is not null)
        {
            AddMailbox(headers, "Reply-To", mail.ReplyTo, "replyTo");
        }

        headers.AddText("Subject", HeaderRules.Text(mail.Subject, "subject"));
        headers.AddDate(mail.Date);
        headers.Add("Message-Id", $"<{HeaderRules.MessageId(mail.MessageId)}>");
        headers.Add("Auto-Submitted", "auto-generated");
        AddUnsubscribe(headers, mail);
        if (mail.FeedbackId is not null)
        {
            headers.Add("Feedback-ID", HeaderRules.FeedbackId(mail.FeedbackId));
        }

        if (!string.IsNullOrEmpty(mail.Locale))
        {
            headers.Add("Content-Language", HeaderRules.Language(mail.Locale));
        }

        AddBody(headers, output, mail);
        return output.WrittenMemory;
    }

    /// <summary>The mail as bytes in its envelope.</summary>
    internal static WireMail ToWire(OutgoingMail mail) => new(Write(mail), EnvelopeSender(mail), [HeaderRules.ToMailbox(mail.To with { Name = null }, "to")])
    {
        IsInternational = WireMail.HasWideLocalPart(mail.From.Address) || WireMail.HasWideLocalPart(mail.To.Address)
            || WireMail.HasWideLocalPart(mail.ReplyTo?.Address) || WireMail.HasWideLocalPart(mail.ReturnPath),
    };

    /// <summary>The envelope sender: <see cref="OutgoingMail.ReturnPath"/>, else the sender.</summary>
    internal static MailboxAddress EnvelopeSender(OutgoingMail mail) => mail.ReturnPath is null
        ? HeaderRules.ToMailbox(mail.From with { Name = null }, "from")
        : HeaderRules.ToMailbox(new Mailbox(mail.ReturnPath), "returnPath");

    private static void AddMailbox(HeaderWriter headers, string name, Mailbox mailbox, string field)
        => headers.AddMailbox(
            name, mailbox.Name is null ? null : HeaderRules.Text(mailbox.Name, $"{field}.name"), HeaderRules.Address(mailbox.Address, $"{field}.address"));

    private static void AddUnsubscribe(HeaderWriter headers, OutgoingMail mail)
    {
        var methods = "";
        if (mail.UnsubscribeUrl is { } url)
        {
            methods = $"<{HeaderRules.WebUrl(url, "unsubscribeUrl")}>";
        }

        if (mail.UnsubscribeMailto is { } mailto)
        {
            const string Scheme = "mailto:";
            var target = mailto.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? mailto[Scheme.Length..] : mailto;
            methods += $"{(methods.Length > 0 ? ",\r\n " : "")}<{Scheme}{HeaderRules.UrlText(target, "unsubscribeMailto")}>";
        }

        if (methods.Length > 0)
        {
            headers.Add("List-Unsubscribe", methods);
        }

        if (mail.UnsubscribeUrl is not null)
        {
            headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
    }

    private static void AddBody(HeaderWriter headers, ArrayBufferWriter<byte> output, OutgoingMail mail)
    {
        // Neither base64 nor quoted-printable can hold "=_" (RFC 2045 section 6.7), and plain text hardly holds the id of its own mail.
        var boundary = "=_" + HeaderRules.SendId(mail.SendId);
        headers.Add("MIME-Version", "1.0");
        headers.Add("Content-Type", $"multipart/alternative;\r\n boundary=\"{boundary}\"");
        TransferEncoding.Write(mail.Text, Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\n"), output);
        TransferEncoding.Write(mail.Html, Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\nContent-Type: text/html; charset=utf-8\r\n"), output);
        output.Write(Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"));
    }
}
