using System.Globalization;
using System.Text.RegularExpressions;

namespace Automail.Cli.Tests.Templates;

/// <summary>The colours of the e-mail theme can be read by everybody: WCAG 2.2, success criterion 1.4.3, level AA, in light and in dark.</summary>
public sealed partial class ThemeContrastTests
{
    private const double Aa = 4.5;

    private static readonly string Css = Comment().Replace(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "EmailStyles.css")), "");
    private static readonly string Light = Css[..Css.IndexOf("@media", StringComparison.Ordinal)];
    private static readonly string Dark = Block("@media (prefers-color-scheme: dark)");
    private static readonly string Outlook = Block("@media screen");

    public static TheoryData<string, string> Pairs => new()
    {
        { ".am-text", ".am-card" },
        { ".am-text", ".am-panel" },
        { ".am-text a", ".am-card" },
        { ".am-text a", ".am-panel" },
        { ".am-quiet", ".am-card" },
        { ".am-quiet", ".am-page" },
        { ".am-quiet", ".am-panel" },
        { ".am-quiet a", ".am-page" },
        { ".am-brand a", ".am-page" },
        { ".am-button a", ".am-button" },
        { ".am-secondary a", ".am-secondary" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Text_stands_out_from_what_is_behind_it(string text, string surface)
    {
        // A plain rule is applied within one part, where a link does not know that it will stand in a text.
        var lightText = text == ".am-text a" ? "a" : text;

        Ratio(Color(Light, lightText, "color"), Color(Light, surface, "background-color")).ShouldBeGreaterThanOrEqualTo(Aa);
        Ratio(Color(Dark, text, "color"), Color(Dark, surface, "background-color")).ShouldBeGreaterThanOrEqualTo(Aa);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Outlook_has_the_same_dark_colours(string text, string surface)
    {
        Color(Outlook, "[data-ogsc] " + text, "color").ShouldBe(Color(Dark, text, "color"));
        Color(Outlook, "[data-ogsb] " + surface, "background-color").ShouldBe(Color(Dark, surface, "background-color"));
    }

    [Fact]
    public void The_ratio_is_that_of_the_standard()
    {
        Ratio("#000000", "#ffffff").ShouldBe(21, 0.001);
        Ratio("#777777", "#ffffff").ShouldBe(4.478, 0.001);
    }

    private static string Block(string start)
    {
        var from = Css.IndexOf(start, StringComparison.Ordinal);
        return Css[(from + start.Length)..Css.IndexOf("\n}", from, StringComparison.Ordinal)];
    }

    // Of the rules with exactly this selector the last counts.
    private static string Color(string css, string selector, string property)
    {
        string? color = null;
        foreach (Match rule in Rule().Matches(css))
        {
            if (rule.Groups["selectors"].Value.Split(',').Select(one => one.Trim()).Contains(selector))
            {
                var found = Regex.Match(rule.Groups["body"].Value, $@"(?<![\w-]){property}:\s*(#[0-9a-f]{{6}})\b");
                color = found.Success ? found.Groups[1].Value : color;
            }
        }

        return color.ShouldNotBeNull($"{selector} has no {property}");
    }

    private static double Ratio(string one, string other)
    {
        var (x, y) = (Luminance(one), Luminance(other));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(string color)
        => (0.2126 * Channel(color, 1)) + (0.7152 * Channel(color, 3)) + (0.0722 * Channel(color, 5));

    private static double Channel(string color, int at)
    {
        var value = int.Parse(color.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<selectors>[^{}]+)\{(?<body>[^{}]*)\}")]
    private static partial Regex Rule();
}
