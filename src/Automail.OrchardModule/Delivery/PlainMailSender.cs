using System.Security.Cryptography;
using Automail.Engine;
using Automail.Engine.Delivery;
using OrchardCore.Email;

namespace Automail.OrchardModule.Delivery;

/// <summary>Sends the mail of other modules, which is of no journey.</summary>
internal sealed class PlainMailSender(OrchardSite site, OrchardTimeProvider clock)
{
    private const int MaxAttachmentBytes = 25 * 1024 * 1024;

    /// <summary>Hands a message over.</summary>
    /// <exception cref="FieldException">A field of the message cannot be used.</exception>
    public async Task<DeliveryResult> SendAsync(MailMessage message, IPlainMailTransport transport, CancellationToken cancellationToken)
    {
        var profile = await site.GetProfileAsync();
        var from = ReadList(message.From, nameof(message.From)) is [var first, ..] ? first
            : profile.From.Address.Length > 0 ? profile.From
            : throw new FieldException(nameof(message.From), "is missing, and no sender is set (Settings, Email, Automail).");
        return await transport.SendAsync(
            new PlainMail
            {
                MessageId = $"{RandomNumberGenerator.GetHexString(32, lowercase: true)}@{from.Address[(from.Address.LastIndexOf('@') + 1)..]}",
                From = from,
                Sender = ReadList(message.Sender, nameof(message.Sender)) is [var sender, ..] ? sender : null,
                ReplyTo = ReadList(message.ReplyTo, nameof(message.ReplyTo)),
                To = ReadList(message.To, nameof(message.To)),
                Cc = ReadList(message.Cc, nameof(message.Cc)),
                Bcc = ReadList(message.Bcc, nameof(message.Bcc)),
                Subject = message.Subject ?? "",
                Html = message.HtmlBody,
                Text = message.TextBody,
                Date = clock.GetUtcNow(),
                Attachments = await ReadAttachmentsAsync(message.Attachments, cancellationToken),
            },
            cancellationToken);
    }

    private static async Task<IReadOnlyList<MailAttachment>> ReadAttachmentsAsync(IEnumerable<MailMessageAttachment> attachments, CancellationToken cancellationToken)
    {
        var read = new List<MailAttachment>();
        var length = 0L;
        foreach (var attachment in attachments.Where(attachment => attachment.Stream is not null))
        {
            using var content = new MemoryStream();
            await attachment.Stream.CopyToAsync(content, cancellationToken);
            length += content.Length;
            read.Add(length <= MaxAttachmentBytes
                ? new MailAttachment(attachment.Filename ?? "attachment", content.ToArray())
                : throw new FieldException(nameof(MailMessage.Attachments), $"hold more than {MaxAttachmentBytes / (1024 * 1024)} MB."));
        }

        return read;
    }

    // Orchard splits at commas and semicolons.
    private static IReadOnlyList<Mailbox> ReadList(string? text, string field)
        => [.. (text ?? "").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => Read(one, field))];

    private static Mailbox Read(string text, string field) => Mailbox.Parse(text) ?? throw new FieldException(field, $"'{text}' is not an e-mail address.");
}
