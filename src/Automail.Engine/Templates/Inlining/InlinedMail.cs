namespace Automail.Engine.Templates.Inlining;

/// <summary>The parts of a theme, read for inlining: once per theme version.</summary>
internal sealed class ThemeSources
{
    private readonly MailTheme _theme;
    private readonly Dictionary<string, HtmlSource> _sources = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a theme.</summary>
    /// <param name="theme">The theme.</param>
    /// <param name="parse">Parses a part: its name, its inlined source, and the one that the author knows.</param>
    public ThemeSources(MailTheme theme, Func<string, string, string, ILiquidTemplate> parse)
    {
        _theme = theme;
        Parse = parse;
        Sheet = CssSheet.Read(theme.Styles);
        foreach (var (name, text) in theme.Parts.Where(part => !part.Key.Equals(MailTheme.StylesPart, StringComparison.OrdinalIgnoreCase)))
        {
            _sources[name] = HtmlSource.Read(text, IsPart);
        }

        Containers = [.. _sources.Values.SelectMany(source => source.Containers)];
        Own = new ThemeInlining(this, [.. Sheet.Rules], []);
    }

    /// <summary>Parses a part.</summary>
    public Func<string, string, string, ILiquidTemplate> Parse { get; }

    /// <summary>The theme's stylesheet.</summary>
    public CssSheet Sheet { get; }

    /// <summary>The elements in which other sources are printed.</summary>
    public IReadOnlyList<SourceNode> Containers { get; }

    /// <summary>The parts with the theme's own rules: what every template gets that has none of its own.</summary>
    public ThemeInlining Own { get; }

    /// <summary>Whether a name is that of a part.</summary>
    public bool IsPart(string name) => _theme.Parts.ContainsKey(name);

    /// <summary>The theme.</summary>
    public MailTheme Theme => _theme;

    /// <summary>The sources by name.</summary>
    public IReadOnlyDictionary<string, HtmlSource> Sources => _sources;
}

/// <summary>The parts of a theme with rules written into them.</summary>
internal sealed class ThemeInlining
{
    /// <summary>Writes rules into every part.</summary>
    /// <param name="theme">The theme.</param>
    /// <param name="rules">The rules in their order.</param>
    /// <param name="containers">The elements outside of the theme in which parts are printed.</param>
    public ThemeInlining(ThemeSources theme, IReadOnlyList<CssRule> rules, IReadOnlyList<SourceNode> containers)
    {
        SourceNode[] all = [.. theme.Containers, .. containers];
        var texts = new Dictionary<string, InlinedSource>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, source) in theme.Sources)
        {
            // A style element in a part stays what it is: it may be printed many times.
            var styler = SourceStyler.Style(source, rules, all, isNested: true);
            Stays.UnionWith(styler.Stays);
            texts[name] = styler.Apply(print: null);
            PrintsForeign |= source.PrintsForeign;
        }

        Parts = new ThemeParts(theme.Theme, texts, theme.Parse);
    }

    /// <summary>The parts, to be rendered.</summary>
    public ThemeParts Parts { get; }

    /// <summary>The selectors that stay in the head because of a part.</summary>
    public HashSet<CssSelector> Stays { get; } = [];

    /// <summary>Whether a part prints HTML that stands in no source.</summary>
    public bool PrintsForeign { get; }
}

/// <summary>
/// A template and its theme with the plain rules of their stylesheets written into the elements: made once per version of both. The theme's rules come first,
/// then those of style elements in the layout, then those in the body; each rule is matched in each source.
/// </summary>
internal sealed class InlinedMail
{
    private InlinedMail(InlinedSource html, InlinedSource? layout, ThemeParts? parts, string styles) => (Html, Layout, Parts, Styles) = (html, layout, parts, styles);

    /// <summary>The body.</summary>
    public InlinedSource Html { get; }

    /// <summary>The layout, or null.</summary>
    public InlinedSource? Layout { get; }

    /// <summary>The theme's parts, or null.</summary>
    public ThemeParts? Parts { get; }

    /// <summary>What stays of the theme's stylesheet; CSS.</summary>
    public string Styles { get; }

    /// <summary>Inlines.</summary>
    /// <param name="html">The body.</param>
    /// <param name="layout">The layout, or null.</param>
    /// <param name="theme">The theme, or null.</param>
    public static InlinedMail Create(string html, string? layout, ThemeSources? theme)
    {
        var sources = new List<HtmlSource>();
        if (layout is not null)
        {
            sources.Add(HtmlSource.Read(layout, IsPart));
        }

        sources.Add(HtmlSource.Read(html, IsPart));
        CssRule[] own = [.. sources.SelectMany(source => source.Styles).SelectMany(styles => styles.Sheet.Rules)];
        SourceNode[] containers = [.. sources.SelectMany(source => source.Containers)];
        CssRule[] rules = [.. theme?.Sheet.Rules ?? [], .. own];

        // Without rules of its own a template takes the parts as all others do.
        var parts = theme is null ? null : own.Length == 0 ? theme.Own : new ThemeInlining(theme, rules, containers);
        SourceNode[] all = [.. theme?.Containers ?? [], .. containers];
        var stylers = sources.ConvertAll(source => SourceStyler.Style(source, rules, all, isNested: source == sources[^1] && sources.Count > 1));
        var foreign = sources.Exists(source => source.PrintsForeign) || parts is { PrintsForeign: true };
        HashSet<CssSelector>? stays = foreign ? null : [.. stylers.SelectMany(styler => styler.Stays), .. parts?.Stays ?? []];
        var inlined = stylers.ConvertAll(styler => styler.Apply(sheet => sheet.Print(stays)));
        return new InlinedMail(inlined[^1], inlined.Count > 1 ? inlined[0] : null, parts?.Parts, theme?.Sheet.Print(stays) ?? "");

        bool IsPart(string name) => theme?.IsPart(name) == true;
    }
}
