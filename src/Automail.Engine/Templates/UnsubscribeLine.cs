namespace Automail.Engine.Templates;

/// <summary>
/// The last line of a mail that needs consent and whose template, layout and parts print no unsubscribe link: Gmail, Yahoo, CAN-SPAM and GDPR want one that can be seen. The linter tells authors
/// beforehand; a layout or part that changes later must not send mail without it.
/// </summary>
internal static class UnsubscribeLine
{
    /// <summary>The mail with a link in the HTML and in the text, where there is none.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="url">Its page for unsubscribing.</param>
    /// <param name="language">What the mail is written in.</param>
    public static RenderedMail Ensure(RenderedMail mail, string url, string language)
    {
        // A token can be sealed differently each time; what stands before it is the same.
        var page = url[..(url.LastIndexOf('/') + 1)];
        var hasLink = mail.Html.Contains(page, StringComparison.Ordinal) || mail.Html.Contains(MailHtml.Encode(page), StringComparison.Ordinal);
        var hasText = mail.Text.Contains(page, StringComparison.Ordinal);
        if (hasLink && hasText)
        {
            return mail;
        }

        var name = language.Split('-')[0].Equals("nl", StringComparison.OrdinalIgnoreCase) ? "Afmelden" : "Unsubscribe";
        return mail with { Html = hasLink ? mail.Html : Insert(mail.Html, url, name), Text = hasText ? mail.Text : $"{mail.Text.TrimEnd()}\n\n{name} ({url})\n" };
    }

    private static string Insert(string html, string url, string name)
    {
        var at = html.LastIndexOf("</body", StringComparison.OrdinalIgnoreCase);
        return html.Insert(
            at < 0 ? html.Length : at,
            $"<p style=\"margin:16px;text-align:center;font-family:Arial,sans-serif;font-size:13px\"><a href=\"{MailHtml.Encode(url)}\">{name}</a></p>\n");
    }
}
