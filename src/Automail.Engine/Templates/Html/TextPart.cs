using System.Buffers;
using System.Net;

namespace Automail.Engine.Templates.Html;

/// <summary>
/// Makes the plain-text part of a document, for people and programs that read no HTML: headings underlined, lists with marks, tables of data with their
/// columns under one another, the cells of a layout's row on one line, links as <c>text (address)</c>, images as their alt text. Leaves out what is not shown.
/// </summary>
internal sealed partial class TextPart
{
    // Deeper nesting is read all the same, and not indented further.
    private const int MaxLevels = 16;

    private static readonly SearchValues<string> Hiding = SearchValues.Create(["none", "hidden"], StringComparison.OrdinalIgnoreCase);

    private TextLines _lines;
    private readonly Stack<Level> _levels = new();
    private string? _hidden;
    private int _hiddenDepth;
    private int _preformatted;

    /// <summary>Of a document of this length.</summary>
    public TextPart(int length) => _lines = new TextLines(length / 8);

    /// <summary>The text of <paramref name="html"/>, with <c>\n</c> for line ends and one at the end.</summary>
    public static string FromHtml(string html)
    {
        var part = new TextPart(html.Length);
        var tokens = new HtmlTokenizer(html);
        while (tokens.Read())
        {
            part.Read(ref tokens, html.AsSpan(tokens.End), href: null);
        }

        return part.Finish();
    }

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="rest">What comes behind it.</param>
    /// <param name="href">The address of a link, if it is another than the tag says.</param>
    public void Read(ref HtmlTokenizer piece, ReadOnlySpan<char> rest, string? href)
    {
        // No element that matters has a longer name.
        Span<char> buffer = stackalloc char[10];
        var name = piece.Name.Length <= buffer.Length ? buffer[..piece.Name.ToLowerInvariant(buffer)] : default;
        switch (piece.Kind)
        {
            case HtmlTokenKind.Text when _hidden is null:
                AddText(piece.Raw);
                break;
            case HtmlTokenKind.StartTag:
                if (!OpenTable(name, ref piece, rest))
                {
                    Open(name, ref piece, href);
                }

                break;
            case HtmlTokenKind.EndTag:
                if (!CloseTable(name))
                {
                    Close(name);
                }

                break;
            default:
                break;
        }
    }

    /// <summary>The text of all pieces, with <c>\n</c> for line ends and one at the end.</summary>
    public string Finish()
    {
        CloseLink();
        EndTable();
        return _lines.Finish();
    }

    private void AddText(ReadOnlySpan<char> raw)
    {
        var text = raw.Contains('&') ? WebUtility.HtmlDecode(raw.ToString()) : raw;
        if (_preformatted == 0)
        {
            _lines.Add(text);
            return;
        }

        foreach (var line in text.EnumerateLines())
        {
            _lines.Verbatim(line);
        }
    }

    private void Open(scoped ReadOnlySpan<char> name, ref HtmlTokenizer tag, string? href)
    {
        if (_hidden is not null)
        {
            _hiddenDepth += name.SequenceEqual(_hidden) ? 1 : 0;
            return;
        }

        switch (name)
        {
            case "br":
                _lines.Break();
                return;
            case "img" when !IsHidden(ref tag):
                AddText(Find(ref tag, "alt"));
                return;
            case "hr":
                _lines.Paragraph();
                _lines.Add(new string('-', 40));
                _lines.Paragraph();
                return;
            case "img" or "input" or "meta" or "link" or "base" or "col" or "area" or "wbr" or "source":
                return;
            default:
                break;
        }

        if (IsHidden(ref tag))
        {
            (_hidden, _hiddenDepth) = (name.ToString(), 1);
            return;
        }

        switch (name)
        {
            case "a":
                CloseLink();
                OpenLink(href?.Trim() ?? WebUtility.HtmlDecode(Find(ref tag, "href").Trim().ToString()));
                break;
            case "h1" or "h2":
                _lines.BeginHeading();
                break;
            case "ul" or "ol":
                Push(ordered: name is "ol", indent: "");
                break;
            case "blockquote":
                Push(ordered: false, indent: "> ");
                break;
            case "li":
                OpenItem();
                break;
            case "td" or "th":
                _lines.Cell();
                break;
            case "pre":
                _lines.Paragraph();
                _preformatted++;
                break;
            default:
                BreakAround(name);
                break;
        }
    }

    private void Close(ReadOnlySpan<char> name)
    {
        if (_hidden is not null)
        {
            _hiddenDepth -= name.SequenceEqual(_hidden) ? 1 : 0;
            _hidden = _hiddenDepth == 0 ? null : _hidden;
            return;
        }

        switch (name)
        {
            case "a":
                CloseLink();
                break;
            case "h1" or "h2":
                _lines.Underline(name is "h1" ? '=' : '-');
                break;
            case "ul" or "ol" or "blockquote":
                Pop();
                break;
            case "li":
                _lines.Line();
                break;
            case "pre":
                _preformatted = Math.Max(0, _preformatted - 1);
                _lines.Paragraph();
                break;
            default:
                BreakAround(name);
                break;
        }
    }

    private void BreakAround(ReadOnlySpan<char> name)
    {
        switch (name)
        {
            case "p" or "table" or "h3" or "h4" or "h5" or "h6" or "dl":
                _lines.Paragraph();
                break;
            case "div" or "tr" or "dt" or "dd" or "section" or "article" or "header" or "footer" or "main" or "aside" or "nav" or "center"
                or "form" or "address" or "figure" or "figcaption" or "caption" or "body" or "html" or "thead" or "tbody" or "tfoot" or "option":
                _lines.Line();
                break;
            default:
                break;
        }
    }

    private void Push(bool ordered, string indent)
    {
        if (_levels.Count == 0 || indent.Length > 0)
        {
            _lines.Paragraph();
        }
        else
        {
            _lines.Line();
        }

        if (_levels.Count < MaxLevels)
        {
            _levels.Push(new Level(_lines.Indent, 1, ordered));
            _lines.Indent += indent;
        }
    }

    private void Pop()
    {
        if (_levels.TryPop(out var level))
        {
            _lines.Line();
            _lines.Indent = level.Outer;
        }

        if (_levels.Count == 0)
        {
            _lines.Paragraph();
        }
    }

    private void OpenItem()
    {
        _lines.Line();
        var level = _levels.TryPop(out var open) ? open : new Level("", 1, Ordered: false);
        var marker = level.Ordered ? $"{level.Number}. " : "- ";
        _lines.Indent = level.Outer + new string(' ', marker.Length);
        _lines.Mark(marker);
        _levels.Push(level with { Number = level.Number + 1 });
    }

    private static bool IsHidden(ref HtmlTokenizer tag)
    {
        // Most tags say neither, and need not be taken apart.
        if (!tag.Raw.ContainsAny(Hiding))
        {
            return false;
        }

        var attributes = tag.Attributes;
        while (attributes.MoveNext())
        {
            if (attributes.Is("hidden"))
            {
                return true;
            }

            var display = attributes.Is("style") ? attributes.Value.IndexOf("display", StringComparison.OrdinalIgnoreCase) : -1;
            if (display >= 0)
            {
                var rest = attributes.Value[(display + "display".Length)..].TrimStart();
                return rest.StartsWith(":") && rest[1..].TrimStart().StartsWith("none", StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> Find(ref HtmlTokenizer tag, ReadOnlySpan<char> name)
    {
        var attributes = tag.Attributes;
        while (attributes.MoveNext())
        {
            if (attributes.Is(name))
            {
                return attributes.Value;
            }
        }

        return default;
    }

    private readonly record struct Level(string Outer, int Number, bool Ordered);
}
