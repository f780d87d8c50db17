using System.Globalization;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>An opaque colour.</summary>
internal readonly record struct CssColor(byte Red, byte Green, byte Blue)
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["black"] = "#000000", ["white"] = "#ffffff", ["red"] = "#ff0000", ["lime"] = "#00ff00", ["blue"] = "#0000ff", ["yellow"] = "#ffff00", ["cyan"] = "#00ffff", ["aqua"] = "#00ffff",
        ["magenta"] = "#ff00ff", ["fuchsia"] = "#ff00ff", ["silver"] = "#c0c0c0", ["gray"] = "#808080", ["grey"] = "#808080", ["maroon"] = "#800000", ["olive"] = "#808000",
        ["green"] = "#008000", ["purple"] = "#800080", ["teal"] = "#008080", ["navy"] = "#000080", ["orange"] = "#ffa500", ["pink"] = "#ffc0cb", ["gold"] = "#ffd700",
        ["lightgray"] = "#d3d3d3", ["lightgrey"] = "#d3d3d3", ["darkgray"] = "#a9a9a9", ["darkgrey"] = "#a9a9a9", ["dimgray"] = "#696969", ["dimgrey"] = "#696969", ["whitesmoke"] = "#f5f5f5",
    };

    /// <summary>Reads a colour as CSS writes it: a name, #rgb, #rrggbb or rgb(r, g, b). Null for anything else, such as one that shines through.</summary>
    public static CssColor? Parse(string text)
    {
        text = text.Split('!')[0].Trim();
        text = Names.GetValueOrDefault(text, text);
        if (text.StartsWith('#'))
        {
            var digits = text.Length == 4 ? string.Concat(text.Skip(1).SelectMany(c => new[] { c, c })) : text[1..];
            return digits.Length == 6 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
                ? new CssColor((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb) : null;
        }

        if (!text.StartsWith("rgb(", StringComparison.OrdinalIgnoreCase) || !text.EndsWith(')'))
        {
            return null;
        }

        var parts = text[4..^1].Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return parts is [var red, var green, var blue]
            && byte.TryParse(red, CultureInfo.InvariantCulture, out var r) && byte.TryParse(green, CultureInfo.InvariantCulture, out var g) && byte.TryParse(blue, CultureInfo.InvariantCulture, out var b)
            ? new CssColor(r, g, b) : null;
    }

    /// <summary>The contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio).</summary>
    public static double Contrast(CssColor one, CssColor other)
    {
        var (a, b) = (one.Luminance(), other.Luminance());
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <inheritdoc/>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    private double Luminance() => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private static double Linear(byte channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
