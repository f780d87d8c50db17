using System.Net;
using System.Text;

namespace Automail.Engine.Templates.Html;

/// <summary>Makes the links of a document absolute and tracked, and puts the hidden preheader behind the body tag, in one pass.</summary>
internal ref struct LinkRewriter
{
    private readonly string _html;
    private readonly MailUrls _urls;
    private readonly StringBuilder _output;
    private string? _preheader;
    private int _copied;

    private LinkRewriter(string html, MailUrls urls, string? preheader)
        => (_html, _urls, _preheader, _output) = (html, urls, preheader, new StringBuilder(html.Length + (html.Length / 2)));

    /// <summary>The document with its links rewritten and <paramref name="preheader"/>, if any, hidden at the start of its body; the rest stays byte for byte.</summary>
    public static string Rewrite(string html, MailUrls urls, string? preheader)
    {
        var rewriter = new LinkRewriter(html, urls, preheader);
        rewriter.Run(0, html.Length, conditional: false);
        rewriter.CopyTo(html.Length);
        return rewriter._output.ToString();
    }

    private void Run(int start, int end, bool conditional)
    {
        var tokens = new HtmlTokenizer(_html.AsSpan(start, end - start));
        while (tokens.Read())
        {
            if (tokens.Kind == HtmlTokenKind.StartTag)
            {
                RewriteTag(ref tokens, start);
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
        }
    }

    private void RewriteTag(ref HtmlTokenizer tag, int offset)
    {
        var track = !tag.Is("link") && !tag.Is("base") && !IsTurnedOff(ref tag);
        var attributes = tag.Attributes;
        while (attributes.MoveNext())
        {
            if (attributes.Is("data-track"))
            {
                CopyTo(offset + attributes.Start);
                _copied = offset + attributes.End;
                if (!HtmlAttributes.EndsName(_html[_copied]))
                {
                    _output.Append(' ');
                }
            }
            else if (HoldsUrl(attributes.Name, out var isLink) && _urls.Rewrite(attributes.Value, isLink && track) is { } url)
            {
                CopyTo(offset + attributes.NameEnd);
                _output.Append("=\"");
                AppendEncoded(url);
                _output.Append('"');
                _copied = offset + attributes.End;
            }
        }
    }

    private static bool IsTurnedOff(ref HtmlTokenizer tag)
    {
        if (!tag.Raw.Contains("data-track", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var attributes = tag.Attributes;
        while (attributes.MoveNext())
        {
            if (attributes.Is("data-track"))
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
        _output.Append(_html, _copied, end - _copied);
        _copied = end;
    }

    private void AppendPreheader()
    {
        _output.Append("<div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\">")
            .Append(WebUtility.HtmlEncode(_preheader))
            .Append("</div>");
        _preheader = null;
    }

    private readonly void AppendEncoded(string url)
    {
        foreach (var c in url)
        {
            _ = c switch
            {
                '&' => _output.Append("&amp;"),
                '"' => _output.Append("&quot;"),
                '<' => _output.Append("&lt;"),
                '>' => _output.Append("&gt;"),
                _ => _output.Append(c),
            };
        }
    }
}
