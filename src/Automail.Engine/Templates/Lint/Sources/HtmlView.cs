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
internal sealed record HtmlElement(string Name, int Start, IReadOnlyList<HtmlAttribute> Attributes)
{
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

/// <summary>What HTML consists of. Comments, Outlook's conditional ones too, are passed over.</summary>
internal sealed class HtmlView
{
    private HtmlView(string html) => Html = html;

    /// <summary>The HTML with Liquid masked.</summary>
    public string Html { get; }

    /// <summary>The start tags in order.</summary>
    public List<HtmlElement> Elements { get; } = [];

    /// <summary>Text that readers see.</summary>
    public List<Stretch> Texts { get; } = [];

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
        var raw = "";
        while (tokens.Read())
        {
            switch (tokens.Kind)
            {
                case HtmlTokenKind.StartTag:
                    var element = new HtmlElement(tokens.Name.ToString().ToLowerInvariant(), tokens.Start, ReadAttributes(html, tokens));
                    view.Elements.Add(element);
                    raw = element.Name;
                    break;
                case HtmlTokenKind.Text:
                    view.Texts.Add(new Stretch(tokens.Start, tokens.End));
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
