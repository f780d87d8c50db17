using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Automail.Engine.Templates.Html;
using Automail.Engine.Templates.Lint.Sources;
using HtmlTokenizer = Automail.Engine.Templates.Html.HtmlTokenizer;

namespace Automail.Engine.Templates.Inlining;

/// <summary>A style element whose rules are inlined.</summary>
/// <param name="Start">Where the element begins.</param>
/// <param name="ContentStart">Where its CSS begins.</param>
/// <param name="ContentEnd">Where its CSS ends.</param>
/// <param name="End">Where the element ends.</param>
/// <param name="Sheet">Its CSS.</param>
internal sealed record SourceStyles(int Start, int ContentStart, int ContentEnd, int End, CssSheet Sheet);

/// <summary>
/// The elements of an HTML source with Liquid in it. Liquid is masked by text of the same length that the parser does not mind where it stands, so
/// every element is found at its place in the source. Any text is accepted.
/// </summary>
internal sealed partial class HtmlSource
{
    // Deeper ones keep the style they have.
    private const int MaxDepth = 256;

    // Longer sources are styled from the head; mail programs cut messages far shorter.
    private const int MaxLength = 500_000;

    // So are sources with more elements open at once than anybody writes: a parser's work grows with their square.
    private const int MaxOpen = 2_000;

    // What nobody writes; it marks the comments that stand where other HTML will be printed.
    private const char InsertionMask = '\uE001';

    private readonly LiquidBlocks _liquid;
    private readonly Func<string, bool> _isPart;
    private readonly Dictionary<int, SourceTag> _tags = [];
    private readonly HashSet<SourceNode> _containers = [];
    private readonly char[] _mask;
    private string? _first;

    private HtmlSource(string text, Func<string, bool> isPart)
    {
        PrintsForeign = text.Length > MaxLength;
        (Text, _isPart, _liquid) = (text, isPart, new LiquidBlocks(PrintsForeign ? "" : text));
        _mask = _liquid.Mask.ToCharArray();
        if (Scan() <= MaxOpen)
        {
            Build();
        }
        else
        {
            PrintsForeign = true;
        }
    }

    /// <summary>The source.</summary>
    public string Text { get; }

    /// <summary>Its elements in order.</summary>
    public List<SourceNode> Nodes { get; } = [];

    /// <summary>The style elements whose rules are inlined.</summary>
    public List<SourceStyles> Styles { get; } = [];

    /// <summary>The elements in which another source is printed.</summary>
    public IReadOnlySet<SourceNode> Containers => _containers;

    /// <summary>Whether HTML is printed that stands in no source.</summary>
    public bool PrintsForeign { get; private set; }

    /// <summary>Whether it is a whole document.</summary>
    public bool IsDocument { get; private set; }

    /// <summary>Reads a source.</summary>
    /// <param name="text">HTML with Liquid.</param>
    /// <param name="isPart">Whether a name is that of a part of the theme.</param>
    public static HtmlSource Read(string text, Func<string, bool> isPart) => new(text, isPart);

    /// <summary>Finds the start tags and style elements, and masks the Liquid in text.</summary>
    /// <returns>The most elements that were open at once.</returns>
    private int Scan()
    {
        var open = new OpenElements(_liquid);
        var tokens = new HtmlTokenizer(_liquid.Mask);
        var styles = (Start: -1, Content: -1);
        while (tokens.Read())
        {
            open.MoveTo(tokens.Start);
            switch (tokens.Kind)
            {
                case HtmlTokenKind.StartTag:
                    var name = tokens.Name.ToString().ToLowerInvariant();
                    var tag = SourceTag.Read(ref tokens, _liquid);
                    _first ??= name is "style" or "link" or "meta" ? null : name;
                    _tags[tokens.Start] = tag;
                    open.Open(name, tag);
                    styles = name == "style" && open.Depth == 0 && IsInlined(tag) ? (tokens.Start, tokens.End) : (-1, -1);
                    break;
                case HtmlTokenKind.EndTag:
                    if (styles.Start >= 0 && tokens.Is("style"))
                    {
                        AddStyles(styles.Start, styles.Content, tokens.Start, tokens.End);
                    }

                    styles = (-1, -1);
                    open.Close(tokens.Name);
                    break;
                case HtmlTokenKind.Text:
                    MaskText(tokens.Start, tokens.End);
                    break;
                case HtmlTokenKind.Hidden when tokens.Raw.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase):
                    _first ??= "html";
                    break;
                default:
                    break;
            }
        }

        open.MoveTo(_mask.Length);
        return open.Deepest;
    }

    private static bool IsInlined(SourceTag tag)
        => tag.Find("data-inline") is null or { Value: not "off" }
            && tag.Find("media") is null or { Value: "all" or "" }
            && tag.Find("type") is null or { Value: "text/css" or "" };

    private void AddStyles(int start, int contentStart, int contentEnd, int end)
    {
        var css = _liquid.Mask.AsSpan(contentStart, contentEnd - contentStart);
        if (!css.ContainsAny(LiquidPieces.OutputMask, LiquidPieces.TagMask))
        {
            Styles.Add(new SourceStyles(start, contentStart, contentEnd, end, CssSheet.Read(css.ToString())));
        }
    }

    private void MaskText(int start, int end)
    {
        for (var i = _liquid.IndexAt(start); i < _liquid.All.Count && _liquid.All[i].Start < end; i++)
        {
            var piece = _liquid.All[i];
            if (piece.Start < start || piece.Kind == LiquidPieceKind.Text)
            {
                continue;
            }

            // White space may stand anywhere, also between the rows of a table.
            var mask = _mask.AsSpan(piece.Start, Math.Min(piece.End, end) - piece.Start);
            mask.Fill(' ');
            if (mask.Length > "<!---->".Length && Prints(piece))
            {
                mask.Fill(InsertionMask);
                "<!--".CopyTo(mask);
                "-->".CopyTo(mask[^3..]);
            }
        }
    }

    /// <summary>Whether HTML of another source is printed; notes when it is of none.</summary>
    private bool Prints(LiquidPiece piece)
    {
        var markup = Text.AsSpan(piece.MarkupStart, piece.MarkupEnd - piece.MarkupStart).Trim();
        if (piece.Kind == LiquidPieceKind.Tag)
        {
            if (piece.Name != "shape")
            {
                return false;
            }

            var length = markup is ['"' or '\'', ..] ? markup[1..].IndexOf(markup[0]) : -1;
            PrintsForeign |= length < 0 || !_isPart(markup.Slice(1, length).ToString());
            return true;
        }

        if (piece.Kind == LiquidPieceKind.Output && RawFilter().IsMatch(markup))
        {
            return PrintsForeign = true;
        }

        return piece.Kind == LiquidPieceKind.Output && markup is "content";
    }

    private void Build()
    {
        var parser = new HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true });
        var mask = new string(_mask);
        IsDocument = _first is "html" or "head" or "body";
        var around = _first switch
        {
            "tr" => "<table><tbody>",
            "td" or "th" => "<table><tbody><tr>",
            "thead" or "tbody" or "tfoot" or "caption" or "colgroup" => "<table>",
            "col" => "<table><colgroup>",
            _ => "",
        };
        INode document;
        try
        {
            document = parser.ParseDocument(around + mask);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A fault of the parser: no mail is lost for it, and the head keeps all rules.
            PrintsForeign = true;
            return;
        }

        var rest = new Stack<(INode Node, SourceNode? Parent)>(document.ChildNodes.Reverse().Select(root => (root, (SourceNode?)null)));
        while (rest.TryPop(out var next))
        {
            if (next.Node is IComment comment && comment.Data.StartsWith(InsertionMask))
            {
                for (var container = next.Parent; container is not null && _containers.Add(container); container = container.Parent)
                {
                }
            }

            if (next.Node is not IElement element || next.Parent?.Depth >= MaxDepth)
            {
                continue;
            }

            var tag = element.SourceReference?.Position.Index is { } at && at >= around.Length ? _tags.GetValueOrDefault(at - around.Length) : null;
            var node = next.Parent;
            if (IsDocument || tag is not null || element.LocalName is not ("html" or "head" or "body"))
            {
                node = new SourceNode(element.LocalName, next.Parent, tag);
                Nodes.Add(node);
            }

            for (INode? child = element.LastChild; child is not null; child = child.PreviousSibling)
            {
                rest.Push((child, node));
            }
        }
    }

    // Those of Orchard write without encoding too.
    [GeneratedRegex(@"\|\s*(?:raw|liquid|shortcode|shape_render|shape_stringify|img_tag)\b", RegexOptions.CultureInvariant)]
    private static partial Regex RawFilter();
}
