using System.Collections.Frozen;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>
/// What clients with many readers leave out. Facts: caniemail.com (github.com/hteumeuleu/caniemail, MIT), data of 2026-06-29, the newest version of each client: Gmail on the web, Outlook for
/// Windows (the one with Word inside) and Yahoo on the web. In the table is what can spoil a mail or is often tried; what only Outlook for Windows leaves out, and nobody misses, is not.
/// </summary>
/// <param name="Clients">Who leaves it out.</param>
/// <param name="Function">What of the value they do not know; null when it is the property.</param>
/// <param name="IsImage">Whether it is an image, which a background color can stand in for.</param>
internal sealed record CssSupport(string[] Clients, string? Function = null, bool IsImage = false)
{
    private const string Gmail = "Gmail";
    private const string Outlook = "Outlook for Windows";
    private const string Yahoo = "Yahoo";

    private static readonly string[] AllThree = [Gmail, Outlook, Yahoo];

    /// <summary>Who leaves <c>@import</c> out (css-at-import, tested 2019-02-28).</summary>
    public static readonly string[] Import = [Gmail, Yahoo];

    private static readonly FrozenDictionary<string, CssSupport> Properties = new Dictionary<string, CssSupport>
    {
        // Property, by feature and the date of its test.
        ["position"] = new([Gmail, Outlook]), // css-position 2021-05-16
        ["z-index"] = new([Gmail, Outlook]), // css-z-index 2021-05-16
        ["inset"] = new(AllThree), // css-inset 2024-05-29
        ["float"] = new([Outlook]), // css-float 2024-05-08
        ["flex-direction"] = new(AllThree), // css-flex-direction 2023-01-17
        ["flex-wrap"] = new(AllThree), // css-flex-wrap 2023-01-16
        ["justify-content"] = new(AllThree), // css-justify-content 2021-03-09
        ["align-items"] = new(AllThree), // css-align-items 2023-12-19
        ["gap"] = new([Outlook, Yahoo]), // css-gap 2022-12-28
        ["grid-template"] = new(AllThree), // css-grid-template 2023-01-09
        ["grid-template-columns"] = new(AllThree),
        ["grid-template-rows"] = new(AllThree),
        ["grid-template-areas"] = new(AllThree),
        ["animation"] = new(AllThree), // css-animation 2026-04-07
        ["transition"] = new([Gmail, Outlook]), // css-transition 2024-03-29
        ["transform"] = new(AllThree), // css-transform 2019-02-28
        ["filter"] = new(AllThree), // css-filter 2024-01-03
        ["backdrop-filter"] = new(AllThree), // css-backdrop-filter 2024-01-17
        ["clip-path"] = new(AllThree), // css-clip-path 2021-03-09
        ["mask-image"] = new(AllThree), // css-mask-image 2024-11-27
        ["object-fit"] = new([Outlook, Yahoo]), // css-object-fit 2021-07-15
        ["aspect-ratio"] = new(AllThree), // css-aspect-ratio 2023-12-19
        ["visibility"] = new([Gmail, Outlook]), // css-visibility 2019-02-28
        ["opacity"] = new([Outlook]), // css-opacity 2019-02-28
        ["box-shadow"] = new(AllThree), // css-box-shadow 2023-12-20
        ["text-shadow"] = new([Gmail, Outlook]), // css-text-shadow 2019-02-28
        ["border-image"] = new(AllThree), // css-border-image 2019-02-28
        ["list-style-image"] = new(AllThree), // css-list-style-image 2020-04-20
        ["background-image"] = new([Outlook], IsImage: true), // css-background-image 2023-07-24
        ["inline-size"] = new(AllThree), // css-block-inline-size 2022-07-14
        ["block-size"] = new(AllThree),
        ["max-inline-size"] = new(AllThree), // css-max-inline-size 2024-05-31
        ["margin-inline"] = new(AllThree), // css-margin-inline-block 2022-07-12
        ["margin-block"] = new(AllThree),
        ["margin-inline-start"] = new(AllThree), // css-margin-inline-start-end 2022-07-13
        ["margin-inline-end"] = new(AllThree),
        ["padding-inline"] = new(AllThree), // css-padding-inline-block 2022-07-13
        ["padding-block"] = new(AllThree),
        ["padding-inline-start"] = new(AllThree), // css-padding-inline-start-end 2022-07-13
        ["padding-inline-end"] = new(AllThree),
        ["border-inline"] = new(AllThree), // css-border-inline-block 2022-07-13
        ["border-inline-start"] = new(AllThree),
        ["border-inline-end"] = new(AllThree),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // In any value, by how it is written.
    private static readonly (string Function, CssSupport Support)[] Values =
    [
        ("var(", new(AllThree, "var()")), // css-variables 2020-02-25
        ("calc(", new([Outlook, Yahoo], "calc()")), // css-unit-calc 2020-02-25
        ("clamp(", new([Outlook, Yahoo], "clamp()")), // css-function-clamp 2021-05-07
        ("min(", new([Outlook, Yahoo], "min()")), // css-function-min 2021-05-07
        ("max(", new([Outlook, Yahoo], "max()")), // css-function-max 2021-05-07
        ("light-dark(", new(AllThree, "light-dark()")), // css-function-light-dark 2024-08-14
        ("linear-gradient(", new([Outlook, Yahoo], "linear-gradient()", IsImage: true)), // css-linear-gradient 2021-12-29
        ("radial-gradient(", new([Outlook, Yahoo], "radial-gradient()", IsImage: true)), // css-radial-gradient 2021-12-29
        ("conic-gradient(", new(AllThree, "conic-gradient()", IsImage: true)), // css-conic-gradient 2023-01-02
        ("rgba(", new([Outlook], "rgba()")), // css-rgba 2021-05-14
        ("oklch(", new(AllThree, "oklch()")), // css-modern-color 2023-01-18
        ("oklab(", new(AllThree, "oklab()")),
        ("lab(", new(AllThree, "lab()")),
        ("lch(", new(AllThree, "lch()")),
        ("color-mix(", new(AllThree, "color-mix()")),
    ];

    /// <summary>Who leaves a declaration out; null when nobody of note does.</summary>
    public static CssSupport? Find(CssDeclaration declaration)
    {
        if (declaration.Property.StartsWith('-') || declaration.Property.StartsWith("mso-", StringComparison.Ordinal))
        {
            return null;
        }

        var value = declaration.Value;
        foreach (var (function, support) in Values)
        {
            if (Calls(value, function))
            {
                return support;
            }
        }

        if (declaration.Property == "display")
        {
            // css-display-flex 2021-11-02, css-display-grid 2019-02-28
            return FirstWord(value) is "flex" or "inline-flex" or "grid" or "inline-grid" ? new CssSupport([Outlook], $"display:{FirstWord(value)}") : null;
        }

        if (declaration.Property == "background")
        {
            // css-background 2023-07-24: with an image Outlook for Windows takes the color at most.
            return value.Contains("url(", StringComparison.OrdinalIgnoreCase) ? new CssSupport([Outlook], "background: url()", IsImage: true) : null;
        }

        // What a browser does without the declaration is no loss.
        return FirstWord(value) is "none" or "static" or "visible" or "normal" or "0" or "1" or "initial" or "inherit" ? null : Properties.GetValueOrDefault(declaration.Property);
    }

    /// <summary>What to call it in a message.</summary>
    public string Name(CssDeclaration declaration) => Function ?? declaration.Property;

    private static bool Calls(string value, string function)
    {
        for (var at = value.IndexOf(function, StringComparison.OrdinalIgnoreCase); at >= 0; at = value.IndexOf(function, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || !(char.IsAsciiLetterOrDigit(value[at - 1]) || value[at - 1] == '-'))
            {
                return true;
            }
        }

        return false;
    }

    private static string FirstWord(string value)
    {
        var end = value.AsSpan().IndexOfAny(" !\t\n");
        return (end < 0 ? value : value[..end]).ToLowerInvariant();
    }
}
