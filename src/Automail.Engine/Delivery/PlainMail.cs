namespace Automail.Engine.Delivery;

/// <summary>A file that goes with a mail.</summary>
/// <param name="FileName">The name that the recipient sees.</param>
/// <param name="Content">The bytes.</param>
public sealed record MailAttachment(string FileName, byte[] Content);

/// <summary>A mail of no journey, such as a password reset: several recipients, attachments, and none of the headers of bulk mail.</summary>
public sealed record PlainMail
{
    /// <summary>Without angle brackets.</summary>
    public required string MessageId { get; init; }

    /// <summary>The author.</summary>
    public required Mailbox From { get; init; }

    /// <summary>Who hands it in, if not the author (RFC 5322 section 3.6.2); also the envelope sender.</summary>
    public Mailbox? Sender { get; init; }

    /// <summary>Where answers go, if not to the author.</summary>
    public IReadOnlyList<Mailbox> ReplyTo { get; init; } = [];

    /// <summary>The recipients.</summary>
    public IReadOnlyList<Mailbox> To { get; init; } = [];

    /// <summary>Those who get a copy.</summary>
    public IReadOnlyList<Mailbox> Cc { get; init; } = [];

    /// <summary>Those who get a copy without the others knowing.</summary>
    public IReadOnlyList<Mailbox> Bcc { get; init; } = [];

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>The HTML body; null for none.</summary>
    public string? Html { get; init; }

    /// <summary>The plain-text body; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>The Date header.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The attachments.</summary>
    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];
}

/// <summary>A transport that takes plain mail too. Never throws for what a server or disk does: that is an outcome.</summary>
public interface IPlainMailTransport : IMailTransport
{
    /// <summary>Hands one mail to all of its recipients. Refused by one of them, it goes to none.</summary>
    Task<DeliveryResult> SendAsync(PlainMail mail, CancellationToken cancellationToken);
}
