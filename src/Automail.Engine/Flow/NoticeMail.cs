using System.Net;
using System.Text;
using Automail.Engine.Delivery;

namespace Automail.Engine.Flow;

/// <summary>
/// A mail to a person of the team: its text as it is, and as HTML that shows the same. It follows no link and no open, and nobody can unsubscribe from it.
/// </summary>
internal static class NoticeMail
{
    /// <summary>Makes it.</summary>
    /// <exception cref="FieldException">Its text is not kept any more.</exception>
    public static OutgoingMail Compose(SendRecord record, SiteProfile site, DateTimeOffset now)
    {
        var text = record.Body ?? throw new FieldException("body", "is not kept: the mail has left.");
        return new OutgoingMail
        {
            SendId = record.Id,
            MessageId = $"{record.Id}@{site.From.Address[(site.From.Address.LastIndexOf('@') + 1)..]}",
            From = site.From,
            ReplyTo = site.ReplyTo,
            ReturnPath = site.ReturnPath,
            To = new Mailbox(record.Email!),
            Subject = record.Subject ?? "",
            Html = Html(text, record.Subject ?? "", site.Locale),
            Text = text,
            Date = now,
            Locale = site.Locale,
        };
    }

    private static string Html(string text, string subject, string locale)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"").Append(WebUtility.HtmlEncode(locale)).Append("\" dir=\"auto\"><head><meta charset=\"utf-8\"><title>")
            .Append(WebUtility.HtmlEncode(subject)).Append("</title></head>\n<body>");
        foreach (var paragraph in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            html.Append("\n<p dir=\"auto\">").Append(WebUtility.HtmlEncode(paragraph).Replace("\n", "<br>\n", StringComparison.Ordinal)).Append("</p>");
        }

        return html.Append("\n</body></html>\n").ToString();
    }
}
