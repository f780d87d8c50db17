using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace Automail.Engine.Delivery.Mime;

/// <summary>Turns plain mail into MIME. Blind copies are not in the headers.</summary>
internal static class PlainMimeBuilder
{
    /// <exception cref="FieldException">A value cannot stand in a header: it names the field.</exception>
    public static MimeMessage Build(PlainMail mail)
    {
        if (mail.To.Count + mail.Cc.Count + mail.Bcc.Count == 0)
        {
            throw new FieldException("to", "is missing: the mail has no recipient.");
        }

        var message = new MimeMessage((IEnumerable<Header>)[]);
        message.From.Add(HeaderRules.ToMailbox(mail.From, "from"));
        if (mail.Sender is not null && mail.Sender.Address != mail.From.Address)
        {
            message.Sender = HeaderRules.ToMailbox(mail.Sender, "sender");
        }

        message.ReplyTo.AddRange(mail.ReplyTo.Select(mailbox => HeaderRules.ToMailbox(mailbox, "replyTo")));
        message.To.AddRange(mail.To.Select(mailbox => HeaderRules.ToMailbox(mailbox, "to")));
        message.Cc.AddRange(mail.Cc.Select(mailbox => HeaderRules.ToMailbox(mailbox, "cc")));
        message.Subject = HeaderRules.Text(mail.Subject, "subject");
        message.Date = mail.Date;
        message.Headers.Add("Message-Id", $"<{HeaderRules.MessageId(mail.MessageId)}>");
        message.MimeVersion = new Version(1, 0);
        message.Body = ToBody(mail);
        return message;
    }

    /// <summary>The mail as bytes in its envelope.</summary>
    /// <exception cref="FieldException">A value cannot stand in a header: it names the field.</exception>
    public static WireMail ToWire(PlainMail mail)
    {
        using var message = Build(mail);
        message.Prepare(EncodingConstraint.SevenBit);
        var international = new[] { mail.From, mail.Sender }.Concat(mail.ReplyTo).Concat(mail.To).Concat(mail.Cc).Concat(mail.Bcc)
            .Any(mailbox => WireMail.HasWideLocalPart(mailbox?.Address));
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.International = international;
        using var stream = new MemoryStream();
        message.WriteTo(format, stream);
        return new WireMail(stream.ToArray(), EnvelopeSender(mail), Recipients(mail)) { IsInternational = international };
    }

    private static MailboxAddress EnvelopeSender(PlainMail mail) => HeaderRules.ToMailbox((mail.Sender ?? mail.From) with { Name = null }, "sender");

    private static IReadOnlyList<MailboxAddress> Recipients(PlainMail mail)
        => [.. mail.To.Concat(mail.Cc).Concat(mail.Bcc).DistinctBy(mailbox => mailbox.Address).Select(mailbox => HeaderRules.ToMailbox(mailbox with { Name = null }, "to"))];

    private static Multipart ToBody(PlainMail mail)
    {
        // The same mail gives the same bytes.
        var body = new Multipart("mixed") { Boundary = Boundary(mail, "mixed") };
        var text = mail.Text is null ? null : ToPart("plain", mail.Text);
        var html = mail.Html is null ? null : ToPart("html", mail.Html);
        body.Add(text is not null && html is not null ? new MultipartAlternative(text, html) { Boundary = Boundary(mail, "alternative") } : html ?? text ?? ToPart("plain", ""));
        foreach (var attachment in mail.Attachments)
        {
            var name = HeaderRules.Text(attachment.FileName, "attachments");
            body.Add(new MimePart(MimeTypes.GetMimeType(name))
            {
                Content = new MimeContent(new MemoryStream(attachment.Content, writable: false)),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
                ContentTransferEncoding = ContentEncoding.Base64,
            });
        }

        return body;
    }

    private static string Boundary(PlainMail mail, string part)
        => "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{part} {mail.MessageId}")).AsSpan(0, 16));

    private static TextPart ToPart(string subtype, string text)
    {
        var part = new TextPart(subtype) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text);
        return part;
    }
}
