using System.Text;
using Automail.Engine.Delivery;
using MimeKit;

namespace Automail.Engine.Tests.Delivery;

/// <summary>A mail to vary, and what it looks like on the wire.</summary>
internal static class Mails
{
    public static readonly OutgoingMail Plain = new()
    {
        SendId = "00112233445566778899aabbccddeeff",
        MessageId = "00112233445566778899aabbccddeeff@shop.example",
        From = new Mailbox("shop@shop.example", "The Shop"),
        To = new Mailbox("ada@mail.example", "Ada"),
        Subject = "Your cart",
        Html = "<!DOCTYPE html><html><body><p>Hello</p></body></html>",
        Text = "Hello\n",
        Date = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.FromHours(1)),
        UnsubscribeUrl = "https://shop.example/automail/unsubscribe/abc",
        UnsubscribeMailto = "unsubscribe@shop.example?subject=abc",
        FeedbackId = "cart:shop:marketing:automail",
        Locale = "nl-BE",
    };

    public static string ToWire(OutgoingMail mail)
    {
        using var message = MimeBuilder.Build(mail);
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var stream = new MemoryStream();
        message.WriteTo(format, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static MimeMessage RoundTrip(OutgoingMail mail) => Parse(ToWire(mail));

    public static MimeMessage Parse(string wire)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(wire));
        return MimeMessage.Load(stream);
    }
}
