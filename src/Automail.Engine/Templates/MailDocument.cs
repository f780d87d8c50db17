using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Automail.Engine.Templates;

/// <summary>Puts a mail's HTML together: body into layout, styles into the head, a fragment into the least that makes a document.</summary>
internal static class MailDocument
{
    /// <summary>What a layout prints for the body: letters and digits, which no encoding changes. Nobody outside can know it.</summary>
    public static readonly string Content = "content" + RandomNumberGenerator.GetHexString(32);

    /// <summary>What a layout prints for the styles.</summary>
    public static readonly string Styles = "styles" + RandomNumberGenerator.GetHexString(32);

    /// <summary>
    /// Layout, body and styles put together in one copy, large as mails are: where the layout is a whole document that prints the styles and then the body, each once. Others go by
    /// <see cref="InsertContent"/>, <see cref="Complete"/> and <see cref="InsertStyles"/>.
    /// </summary>
    /// <param name="layout">The layout.</param>
    /// <param name="content">The body.</param>
    /// <param name="css">The styles; CSS.</param>
    /// <param name="document">Borrowed from the shared pool.</param>
    /// <param name="length">How much of it is the document.</param>
    public static bool TryCompose(string layout, string content, string css, [NotNullWhen(true)] out char[]? document, out int length)
    {
        (document, length) = (null, 0);
        var styles = layout.IndexOf(Styles, StringComparison.Ordinal);
        var at = layout.IndexOf(Content, StringComparison.Ordinal);
        if (styles < 0 || at < styles || layout.IndexOf(Styles, styles + 1, StringComparison.Ordinal) >= 0 || layout.IndexOf(Content, at + 1, StringComparison.Ordinal) >= 0
            || IsInStyle(layout, styles) || content.Contains(Styles, StringComparison.Ordinal) || !layout.Contains("<body", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var element = Element(css);
        document = ArrayPool<char>.Shared.Rent(layout.Length + content.Length + element.Length);
        length = Append(document, length, layout.AsSpan(0, styles));
        length = Append(document, length, element);
        length = Append(document, length, layout.AsSpan((styles + Styles.Length)..at));
        length = Append(document, length, content);
        length = Append(document, length, layout.AsSpan(at + Content.Length));
        return true;
    }

    /// <summary>The layout with the body in it; null when the layout does not print the body.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="content">The body.</param>
    public static string? InsertContent(string layout, string content)
        => layout.Contains(Content, StringComparison.Ordinal) ? layout.Replace(Content, content, StringComparison.Ordinal) : null;

    /// <summary>The document with the styles where it prints them, else at the end of its head.</summary>
    /// <param name="html">The document.</param>
    /// <param name="css">The styles; CSS.</param>
    public static string InsertStyles(string html, string css)
    {
        var at = html.IndexOf(Styles, StringComparison.Ordinal);
        if (at >= 0)
        {
            return html.Replace(Styles, IsInStyle(html, at) ? css : Element(css), StringComparison.Ordinal);
        }

        var head = css.Length == 0 ? -1 : html.IndexOf("</head", StringComparison.OrdinalIgnoreCase);
        return head < 0 ? html : html.Insert(head, Element(css));
    }

    private static int Append(char[] document, int length, ReadOnlySpan<char> piece)
    {
        piece.CopyTo(document.AsSpan(length));
        return length + piece.Length;
    }

    private static string Element(string css) => css.Length == 0 ? "" : $"<style>\n{css}</style>\n";

    // Inside a style element that the author wrote, for its attributes, the element is there already.
    private static bool IsInStyle(string html, int at)
    {
        var open = html.LastIndexOf("<style", at, StringComparison.OrdinalIgnoreCase);
        return open >= 0 && html.LastIndexOf("</style", at, StringComparison.OrdinalIgnoreCase) < open;
    }

    /// <summary>A fragment becomes a document; a document is the author's affair.</summary>
    public static string Complete(string html, string subject, string locale)
    {
        if (html.Contains("<body", StringComparison.OrdinalIgnoreCase) || html.Contains("<html", StringComparison.OrdinalIgnoreCase))
        {
            return html;
        }

        var language = locale.Length > 0 ? $" lang=\"{WebUtility.HtmlEncode(locale)}\"" : "";
        return $"""
            <!DOCTYPE html>
            <html{language}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{WebUtility.HtmlEncode(subject)}</title></head>
            <body>
            {html}
            </body></html>

            """;
    }

    /// <summary>Line breaks and other control characters, with the white space around them, become one space.</summary>
    public static string OneLine(string text)
    {
        text = text.Trim();
        if (!text.Any(IsBreak))
        {
            return text;
        }

        var line = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            var breaks = false;
            while (i < text.Length && (char.IsWhiteSpace(text[i]) || IsBreak(text[i])))
            {
                breaks |= IsBreak(text[i++]);
            }

            _ = breaks ? line.Append(' ') : line.Append(text, start, i - start);
            if (i < text.Length)
            {
                line.Append(text[i++]);
            }
        }

        return line.ToString().Trim();

        static bool IsBreak(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
    }
}
