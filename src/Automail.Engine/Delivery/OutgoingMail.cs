using Automail.Engine.Contacts;
using MimeKit;

namespace Automail.Engine.Delivery;

/// <summary>An address with an optional display name.</summary>
public sealed record Mailbox(string Address, string? Name = null)
{
    /// <summary>Reads <c>address</c> or <c>Name &lt;address&gt;</c> (RFC 5322 section 3.4); null when the text is neither.</summary>
    public static Mailbox? Parse(string text)
        => MailboxAddress.TryParse(text, out var mailbox) && EmailAddress.TryNormalize(mailbox.Address, out _, out _)
            ? new Mailbox(mailbox.Address, string.IsNullOrEmpty(mailbox.Name) ? null : mailbox.Name)
            : null;

    /// <summary>A mailbox of a person or site whose name came from outside and may hold anything: line breaks and other control characters become spaces.</summary>
    public static Mailbox OneLine(string address, string? name)
        => new(address, name is null ? null : string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c)).Trim());
}

/// <summary>A rendered mail with everything that its MIME form needs.</summary>
public sealed record OutgoingMail
{
    /// <summary>The ledger's id.</summary>
    public required string SendId { get; init; }

    /// <summary>Without angle brackets; derived from the send key.</summary>
    public required string MessageId { get; init; }

    /// <summary>The sender.</summary>
    public required Mailbox From { get; init; }

    /// <summary>Where answers go, if not to the sender.</summary>
    public Mailbox? ReplyTo { get; init; }

    /// <summary>The envelope sender, to which bounces go; null for <see cref="From"/>.</summary>
    public string? ReturnPath { get; init; }

    /// <summary>The recipient.</summary>
    public required Mailbox To { get; init; }

    /// <summary>The version of the template that it was made with; null where there is none.</summary>
    public string? TemplateVersion { get; init; }

    /// <summary>One line.</summary>
    public required string Subject { get; init; }

    /// <summary>The HTML part.</summary>
    public required string Html { get; init; }

    /// <summary>The plain-text part.</summary>
    public required string Text { get; init; }

    /// <summary>The Date header.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>HTTPS address of the one-click endpoint (RFC 8058); null for mail that cannot be unsubscribed from.</summary>
    public string? UnsubscribeUrl { get; init; }

    /// <summary>Address for unsubscribing by mail (RFC 2369), or null.</summary>
    public string? UnsubscribeMailto { get; init; }

    /// <summary>Groups complaints: campaign:customer:mailtype:sender; or null.</summary>
    public string? FeedbackId { get; init; }

    /// <summary>BCP 47 tag for Content-Language, or null.</summary>
    public string? Locale { get; init; }
}

/// <summary>How a hand-over ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>The server took it.</summary>
    Accepted,

    /// <summary>Not now: 4.x.x, or the server could not be reached before the message was offered. Try again.</summary>
    Transient,

    /// <summary>Never: 5.x.x.</summary>
    Permanent,

    /// <summary>The connection broke between the end of the message and the answer: nobody knows.</summary>
    InDoubt,
}

/// <summary>The result of a hand-over.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">The server's words or the error; null when accepted.</param>
public sealed record DeliveryResult(DeliveryOutcome Outcome, string? Detail = null)
{
    /// <summary>The server took it.</summary>
    public static readonly DeliveryResult Accepted = new(DeliveryOutcome.Accepted);
}

/// <summary>Takes mail out of the house. Never throws for what a server or disk does: that is an outcome.</summary>
public interface IMailTransport
{
    /// <summary>How many mails may be handed over at once.</summary>
    int Concurrency { get; }

    /// <summary>Hands one mail over.</summary>
    Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken);
}
