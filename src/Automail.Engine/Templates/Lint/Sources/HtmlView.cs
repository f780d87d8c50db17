using System.Collections.Frozen;
using System.Net;
using Automail.Engine.Templates.Html;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>An attribute of a start tag.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Value">As written, with Liquid masked.</param>
/// <param name="Start">Where the name begins.</param>
/// <param name="ValueStart">Where the value begins.</param>
internal readonly record struct HtmlAttribute(string Name, string Value, int Start, int ValueStart);

/// <summary>A start tag.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Attributes">Its attributes in order.</param>
/// <param name="Parent">The element around it, as far as end tags tell; null when there is none.</param>
internal sealed record HtmlElement(string Name, int Start, IReadOnlyList<HtmlAttribute> Attributes, HtmlElement? Parent)
{
    private CssBlock? _style;

    /// <summary>The declarations of its style attribute; none when it has no such attribute.</summary>
    public CssBlock Style(HtmlView view) => _style ??= CssView.StyleOf(view, this);

    /// <summary>Whether Liquid prints attributes that cannot be known here.</summary>
    public bool HasUnknownAttributes => Attributes.Any(attribute => attribute.Name.Contains(LiquidPieces.OutputMask, StringComparison.Ordinal));

    /// <summary>Finds an attribute.</summary>
    public HtmlAttribute? Find(string name)
    {
        foreach (var attribute in Attributes)
        {
            if (attribute.Name == name)
            {
                return attribute;
            }
        }

        return null;
    }
}

/// <summary>A stretch of a text.</summary>
internal readonly record struct Stretch(int Start, int End);

/// <summary>Text that readers see.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Parent">The element around it, as far as end tags tell.</param>
internal readonly record struct HtmlText(int Start, int End, HtmlElement? Parent);

/// <summary>What HTML consists of. Comments, Outlook's conditional ones too, are passed over.</summary>
internal sealed class HtmlView
{
    // How far an end tag looks for the start tag that it closes.
    private const int MaxUnclosed = 50;

    private static readonly FrozenSet<string> Void = FrozenSet.ToFrozenSet(
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"], StringComparer.Ordinal);

    private HtmlView(string html) => Html = html;

    /// <summary>The HTML with Liquid masked.</summary>
    public string Html { get; }

    /// <summary>The start tags in order.</summary>
    public List<HtmlElement> Elements { get; } = [];

    /// <summary>Text that readers see.</summary>
    public List<HtmlText> Texts { get; } = [];

    /// <summary>Comments, Outlook's conditional ones too.</summary>
    public List<Stretch> Comments { get; } = [];

    /// <summary>The contents of style elements.</summary>
    public List<Stretch> Styles { get; } = [];

    /// <summary>How many characters readers see, white space not counted, that are written here and not printed by Liquid.</summary>
    public int CountVisible() => Texts.Sum(text => Visible(Html.AsSpan(text.Start, text.End - text.Start)));

    /// <summary>How many characters of a text with character references readers see.</summary>
    public static int Visible(ReadOnlySpan<char> text)
    {
        var read = text.Contains('&') ? WebUtility.HtmlDecode(text.ToString()) : text;
        var count = 0;
        foreach (var c in read)
        {
            count += char.IsWhiteSpace(c) || char.IsControl(c) || c is LiquidPieces.OutputMask or '\u200b' or '\u200c' or '\u200d' or '\u034f' or '\u00ad' or '\ufeff' ? 0 : 1;
        }

        return count;
    }

    /// <summary>Reads masked HTML.</summary>
    public static HtmlView Of(string html)
    {
        var view = new HtmlView(html);
        var tokens = new HtmlTokenizer(html);
        var open = new List<HtmlElement>();
        var raw = "";
        while (tokens.Read())
        {
            switch (tokens.Kind)
            {
                case HtmlTokenKind.StartTag:
                    var element = new HtmlElement(tokens.Name.ToString().ToLowerInvariant(), tokens.Start, ReadAttributes(html, tokens), open.Count > 0 ? open[^1] : null);
                    view.Elements.Add(element);
                    raw = element.Name;
                    if (!Void.Contains(raw))
                    {
                        open.Add(element);
                    }

                    break;
                case HtmlTokenKind.Text:
                    view.Texts.Add(new HtmlText(tokens.Start, tokens.End, open.Count > 0 ? open[^1] : null));
                    break;
                case HtmlTokenKind.Hidden:
                    view.Comments.Add(new Stretch(tokens.Start, tokens.End));
                    break;
                case HtmlTokenKind.EndTag:
                    Close(open, tokens.Name);
                    break;
                case HtmlTokenKind.RawText when raw == "style":
                    view.Styles.Add(new Stretch(tokens.Start, tokens.End));
                    break;
                default:
                    break;
            }
        }

        return view;
    }

    private static void Close(List<HtmlElement> open, ReadOnlySpan<char> name)
    {
        for (var i = open.Count - 1; i >= 0 && i >= open.Count - MaxUnclosed; i--)
        {
            if (name.Equals(open[i].Name, StringComparison.OrdinalIgnoreCase))
            {
                open.RemoveRange(i, open.Count - i);
                return;
            }
        }
    }

    private static List<HtmlAttribute> ReadAttributes(string html, HtmlTokenizer tag)
    {
        var attributes = new List<HtmlAttribute>();
        var reader = tag.Attributes;
        while (reader.MoveNext())
        {
            var valueStart = html.AsSpan().Overlaps(reader.Value, out var offset) ? offset : reader.End;
            attributes.Add(new HtmlAttribute(
                reader.Name.ToString().ToLowerInvariant(), reader.Value.ToString(), reader.NameEnd - reader.Name.Length, valueStart));
        }

        return attributes;
    }
}
