using Automail.Engine.Delivery;
using OrchardCore.Email;

namespace Automail.OrchardModule.Delivery;

/// <summary>
/// A mail of a journey on its way through Orchard's e-mail service. The fields of the base class are what other modules see, and a change of theirs to sender,
/// recipient, subject or bodies is kept; headers, Message-ID and the way back for the result are in <see cref="Mail"/> and <see cref="Delivery"/>.
/// </summary>
public sealed class AutomailMessage : MailMessage
{
    /// <summary>Takes a mail.</summary>
    public AutomailMessage(OutgoingMail mail)
    {
        Mail = mail;
        From = mail.From.Address;
        To = mail.To.Address;
        ReplyTo = mail.ReplyTo?.Address ?? "";
        Subject = mail.Subject;
        HtmlBody = mail.Html;
        TextBody = mail.Text;
    }

    /// <summary>The mail.</summary>
    public OutgoingMail Mail { get; }

    /// <summary>How the hand-over ended; null while it was not tried.</summary>
    public DeliveryResult? Delivery { get; set; }

    /// <summary>The mail with what other modules changed.</summary>
    internal OutgoingMail Changed() => Mail with
    {
        From = From == Mail.From.Address ? Mail.From : new Mailbox(From),
        To = To == Mail.To.Address ? Mail.To : new Mailbox(To),
        Subject = Subject,
        Html = HtmlBody,
        Text = TextBody,
    };
}
