using MimeKit;

namespace Automail.Engine.Delivery;

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
        message.From.Add(MimeBuilder.ToAddress(mail.From, "from"));
        if (mail.Sender is not null && mail.Sender.Address != mail.From.Address)
        {
            message.Sender = MimeBuilder.ToAddress(mail.Sender, "sender");
        }

        message.ReplyTo.AddRange(mail.ReplyTo.Select(mailbox => MimeBuilder.ToAddress(mailbox, "replyTo")));
        message.To.AddRange(mail.To.Select(mailbox => MimeBuilder.ToAddress(mailbox, "to")));
        message.Cc.AddRange(mail.Cc.Select(mailbox => MimeBuilder.ToAddress(mailbox, "cc")));
        message.Subject = MimeBuilder.HeaderText(mail.Subject, "subject");
        message.Date = mail.Date;
        message.Headers.Add("Message-Id", $"<{MimeBuilder.MessageId(mail.MessageId)}>");
        message.MimeVersion = new Version(1, 0);
        message.Body = ToBody(mail);
        return message;
    }

    /// <summary>The envelope's sender.</summary>
    public static MailboxAddress EnvelopeSender(PlainMail mail) => MimeBuilder.ToAddress((mail.Sender ?? mail.From) with { Name = null }, "sender");

    /// <summary>The envelope's recipients.</summary>
    public static IReadOnlyList<MailboxAddress> Recipients(PlainMail mail)
        => [.. mail.To.Concat(mail.Cc).Concat(mail.Bcc).DistinctBy(mailbox => mailbox.Address).Select(mailbox => MimeBuilder.ToAddress(mailbox with { Name = null }, "to"))];

    private static OfferedMixed ToBody(PlainMail mail)
    {
        var body = new OfferedMixed();
        var text = mail.Text is null ? null : MimeBuilder.ToPart("plain", mail.Text);
        var html = mail.Html is null ? null : MimeBuilder.ToPart("html", mail.Html);
        body.Add(text is not null && html is not null ? new MultipartAlternative(text, html) : html ?? text ?? MimeBuilder.ToPart("plain", ""));
        foreach (var attachment in mail.Attachments)
        {
            var name = MimeBuilder.HeaderText(attachment.FileName, "attachments");
            body.Add(new MimePart(MimeTypes.GetMimeType(name))
            {
                Content = new MimeContent(new MemoryStream(attachment.Content, writable: false)),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = name },
                ContentTransferEncoding = ContentEncoding.Base64,
            });
        }

        return body;
    }
}
