using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Automail.Engine.Templates;

/// <summary>
/// The HTML encoding of what templates print, for every host: the letters of all languages stay as they are, so that a mail in Greek or Japanese is not four
/// times its size; what means something in HTML is encoded (OWASP, XSS prevention, output encoding for HTML contexts).
/// </summary>
public static class MailHtml
{
    /// <summary>The encoder; for text between elements and for quoted attributes.</summary>
    public static HtmlEncoder Encoder { get; } = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A text as HTML that shows it.</summary>
    public static string Encode(string text) => Encoder.Encode(text);
}
