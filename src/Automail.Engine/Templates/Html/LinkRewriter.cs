using System.Buffers;
using System.Net;

namespace Automail.Engine.Templates.Html;

/// <summary>Makes the links of a document absolute and tracked, puts the hidden preheader behind the body tag, and lets the text part read along, in one pass.</summary>
internal ref struct LinkRewriter
{
    // What a tag says somewhere that has to be read; most say none of it.
    private static readonly SearchValues<string> Telling = SearchValues.Create(["href", "src", "action", "poster", "data-"], StringComparison.OrdinalIgnoreCase);

    private readonly ReadOnlySpan<char> _html;
    private readonly MailUrls _urls;
    private readonly TextPart? _text;
    private string? _preheader;
    private string? _href;
    private int _copied;

    // Documents are large: what is needed for a moment only is borrowed.
    private char[] _output;
    private int _length;

    private LinkRewriter(ReadOnlySpan<char> html, MailUrls urls, string? preheader, TextPart? text)
    {
        _html = html;
        (_urls, _preheader, _text, _output) = (urls, preheader, text, ArrayPool<char>.Shared.Rent(html.Length + (html.Length / 2) + 256));
    }

    /// <summary>The document with its links rewritten and <paramref name="preheader"/>, if any, hidden at the start of its body; the rest stays byte for byte.</summary>
    /// <param name="html">The document.</param>
    /// <param name="urls">What becomes of links.</param>
    /// <param name="preheader">The preheader; null where there is none.</param>
    /// <param name="text">Reads the rewritten document; null for nobody.</param>
    public static string Rewrite(ReadOnlySpan<char> html, MailUrls urls, string? preheader, TextPart? text = null)
    {
        var rewriter = new LinkRewriter(html, urls, preheader, text);
        rewriter.Run(0, html.Length, conditional: false);
        rewriter.CopyTo(html.Length);
        var rewritten = new string(rewriter._output, 0, rewriter._length);
        ArrayPool<char>.Shared.Return(rewriter._output);
        return rewritten;
    }

    private void Run(int start, int end, bool conditional)
    {
        var tokens = new HtmlTokenizer(_html[start..end]);
        while (tokens.Read())
        {
            _href = null;
            if (tokens.Kind == HtmlTokenKind.StartTag)
            {
                var attributes = tokens.Raw[(tokens.Name.Length + 1)..];
                if (attributes.Length > 1 && (attributes.ContainsAny(Telling) || HasBackground(attributes)))
                {
                    RewriteTag(ref tokens, start);
                }

                if (_preheader is not null && !conditional && tokens.Is("body"))
                {
                    CopyTo(start + tokens.End);
                    AppendPreheader();
                }
            }
            else if (!conditional && tokens.Kind == HtmlTokenKind.Hidden && tokens.Raw.StartsWith("<!--[if", StringComparison.OrdinalIgnoreCase))
            {
                // Outlook reads what stands in a conditional comment, and its buttons link from there. The comment's end is no part of that: a tag that runs into it
                // stays as it is, or everybody would read on.
                var close = tokens.Raw.EndsWith("-->") ? "-->".Length : 0;
                Run(start + tokens.Start + "<!--".Length, start + tokens.End - close, conditional: true);
            }

            if (!conditional)
            {
                _text?.Read(ref tokens, _html[tokens.End..], _href);
            }
        }
    }

    private void RewriteTag(ref HtmlTokenizer tag, int offset)
    {
        var isFollowed = !tag.Is("link") && !tag.Is("base");
        var track = isFollowed && !IsTurnedOff(ref tag, "data-track");
        var label = isFollowed && !IsTurnedOff(ref tag, "data-utm");
        var isRead = false;
        var attributes = tag.Attributes;
        while (attributes.MoveNext())
        {
            if (attributes.Is("data-track") || attributes.Is("data-utm"))
            {
                CopyTo(offset + attributes.Start);
                _copied = offset + attributes.End;
                if (!HtmlAttributes.EndsName(_html[_copied]) || _output[_length - 1] == '-')
                {
                    // Of what stands around it no longer name may come, and no end of a comment.
                    Append(" ");
                }
            }
            else if (HoldsUrl(attributes.Name, out var isLink))
            {
                var url = _urls.Rewrite(attributes.Value, isLink && track, isLink && label);

                // Of two that have the same name readers take the first.
                (_href, isRead) = isLink && !isRead ? (url, true) : (_href, isRead);
                if (url is null)
                {
                    continue;
                }

                CopyTo(offset + attributes.NameEnd);
                Append("=\"");
                AppendEncoded(url);
                Append("\"");
                _copied = offset + attributes.End;
            }
        }
    }

    /// <summary>Whether a tag may have the attribute; many a style has backgrounds too.</summary>
    private static bool HasBackground(ReadOnlySpan<char> tag)
    {
        const string Name = "background";
        while (tag.IndexOf(Name, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            tag = tag[(at + Name.Length)..];
            if (tag.IsEmpty || tag[0] is not (':' or '-'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTurnedOff(ref HtmlTokenizer tag, string mark)
    {
        if (!tag.Raw.Contains(mark, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var attributes = tag.Attributes;
        while (attributes.MoveNext())
        {
            if (attributes.Is(mark))
            {
                return attributes.Value.Trim().Equals("off", StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }

    private static bool HoldsUrl(ReadOnlySpan<char> name, out bool isLink)
    {
        isLink = false;
        switch (name.Length)
        {
            case 3:
                return name.Equals("src", StringComparison.OrdinalIgnoreCase);
            case 4:
                return isLink = name.Equals("href", StringComparison.OrdinalIgnoreCase);
            case 6:
                return name.Equals("action", StringComparison.OrdinalIgnoreCase) || name.Equals("poster", StringComparison.OrdinalIgnoreCase);
            case 10:
                return name.Equals("background", StringComparison.OrdinalIgnoreCase);
            default:
                return false;
        }
    }

    private void CopyTo(int end)
    {
        Append(_html[_copied..end]);
        _copied = end;
    }

    private void AppendPreheader()
    {
        Append("<div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\">");
        Append(WebUtility.HtmlEncode(_preheader));
        Append("</div>");
        _preheader = null;
    }

    private void AppendEncoded(ReadOnlySpan<char> url)
    {
        while (url.IndexOfAny("&\"<>") is >= 0 and var at)
        {
            Append(url[..at]);
            Append(url[at] switch { '&' => "&amp;", '"' => "&quot;", '<' => "&lt;", _ => "&gt;" });
            url = url[(at + 1)..];
        }

        Append(url);
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _output.Length)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(_output.Length * 2, _length + text.Length));
            _output.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_output);
            _output = larger;
        }

        text.CopyTo(_output.AsSpan(_length));
        _length += text.Length;
    }
}
