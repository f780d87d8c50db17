using System.Globalization;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>A colour of text and the one behind it, where both are written in one text.</summary>
/// <param name="Text">The text's.</param>
/// <param name="Background">What is behind it.</param>
/// <param name="IsLarge">Whether the text is large, or its size is not known here and it may be.</param>
/// <param name="Start">Where the text's colour is written.</param>
internal sealed record ColorPair(CssColor Text, CssColor Background, bool IsLarge, int Start)
{
    // Deeper nesting is not looked through.
    private const int MaxDepth = 60;

    // They take the colour of what is around them, whatever the theme says about paragraphs and headings.
    private static readonly string[] Inline = ["b", "strong", "i", "em", "u", "s", "span", "br", "small", "bdi", "bdo", "font", "abbr", "sub", "sup"];

    public double Contrast => CssColor.Contrast(Text, Background);

    /// <summary>The pairs of a text, each once.</summary>
    public static IEnumerable<ColorPair> FindAll(LintSource source)
    {
        var seen = new HashSet<(int, CssColor)>();
        foreach (var block in source.Css.Blocks.Where(block => block is { Element: null, IsConditional: false }))
        {
            if (block.Find("color") is { } color && CssColor.Parse(color.Value) is { } text && TryGetBackground(block, out var behind) && behind is { } known)
            {
                yield return new ColorPair(text, known, IsLargeSize(block) ?? false, color.Start);
            }
        }

        if (!source.IsHtml)
        {
            yield break;
        }

        foreach (var written in source.Markup.Texts)
        {
            if (IsSeen(source.Markup, written) && FindText(source.Markup, written.Parent) is { } text && FindBackground(source.Markup, written.Parent) is { } background
                && seen.Add((text.Start, background)))
            {
                yield return new ColorPair(text.Color, background, text.IsLarge, text.Start);
            }
        }
    }

    private static bool IsSeen(HtmlView view, HtmlText text)
    {
        if (HtmlView.Visible(view.Html.AsSpan(text.Start, text.End - text.Start)) == 0 && !view.Html.AsSpan(text.Start, text.End - text.Start).Contains(LiquidPieces.OutputMask))
        {
            return false;
        }

        var depth = 0;
        for (var element = text.Parent; element is not null; element = element.Parent)
        {
            var style = element.Style(view);
            if (++depth > MaxDepth || style.Find("display") is { Value: "none" } || style.Find("opacity") is not null || style.Find("visibility") is not null
                || style.Find("font-size") is { Value: "0" or "0px" } || element.Find("hidden") is not null)
            {
                return false;
            }
        }

        return true;
    }

    private static (CssColor Color, bool IsLarge, int Start)? FindText(HtmlView view, HtmlElement? element)
    {
        bool? isLarge = null;
        for (; element is not null; element = element.Parent)
        {
            var style = element.Style(view);
            isLarge ??= IsLargeSize(style) ?? (element.Name is "h1" or "h2" ? true : null);
            if (style.Find("color") is { } color)
            {
                return CssColor.Parse(color.Value) is { } known ? (known, isLarge ?? element.Find("class") is not null, color.Start) : null;
            }

            if (!Inline.Contains(element.Name) || element.HasUnknownAttributes || element.Find("class") is not null || element.Find("id") is not null || element.Find("color") is not null)
            {
                return null;
            }
        }

        return null;
    }

    private static CssColor? FindBackground(HtmlView view, HtmlElement? element)
    {
        for (; element is not null; element = element.Parent)
        {
            if (TryGetBackground(element.Style(view), out var background))
            {
                return background;
            }

            // With a class or an id, the theme's styles may paint it.
            if (element.Find("background") is not null || element.HasUnknownAttributes || element.Find("class") is not null || element.Find("id") is not null)
            {
                return null;
            }

            if (element.Find("bgcolor") is { } attribute)
            {
                return CssColor.Parse(attribute.Value);
            }
        }

        return null;
    }

    // Whether the block says what is behind; without a colour when that cannot be known.
    private static bool TryGetBackground(CssBlock block, out CssColor? color)
    {
        var found = block.Find("background-color") ?? block.Find("background");
        var isImage = block.Find("background-image") is not null;
        color = isImage || found is null ? null : CssColor.Parse(found.Value.Value);
        return isImage || found is not null;
    }

    private static bool? IsLargeSize(CssBlock block)
    {
        if (block.Find("font-size") is not { } size)
        {
            return null;
        }

        var text = size.Value.Split('!')[0].Trim();
        return !text.EndsWith("px", StringComparison.OrdinalIgnoreCase) || !double.TryParse(text[..^2], CultureInfo.InvariantCulture, out var pixels) || pixels >= 24;
    }
}
