namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>What a text is in a mail; it decides which names there are and how it is looked at.</summary>
internal enum LintSourceKind
{
    Subject,
    Preheader,
    Html,
    Text,
    Layout,

    /// <summary>A part of the theme.</summary>
    Part,

    /// <summary>The theme's style sheet.</summary>
    Styles,
}

/// <summary>One text as its author wrote it, and what can be read out of it; each view is made once, when it is asked for.</summary>
internal sealed class LintSource
{
    public const string Subject = "subject";
    public const string Preheader = "preheader";
    public const string Html = "html";
    public const string Text = "text";
    public const string Layout = "layout";
    public const string From = "from";

    private readonly Lazy<int[]> _lineStarts;
    private readonly Lazy<LiquidPieces> _pieces;
    private readonly Lazy<LiquidUses> _liquid;
    private readonly Lazy<HtmlView> _markup;
    private readonly Lazy<CssView> _css;
    private readonly Lazy<IReadOnlyList<LinkUse>> _links;

    public LintSource(LintSourceKind kind, string part, string source, LintOptions options)
    {
        (Kind, Part, Source, Options) = (kind, part, source, options);
        _lineStarts = new(() => LineStarts(source), isThreadSafe: false);
        _pieces = new(() => LiquidPieces.Of(source), isThreadSafe: false);
        _liquid = new(() => LiquidUses.Of(this), isThreadSafe: false);
        _markup = new(() => HtmlView.Of(Pieces.Mask()), isThreadSafe: false);
        _css = new(() => CssView.Of(this), isThreadSafe: false);
        _links = new(() => LinkUse.FindAll(this), isThreadSafe: false);
    }

    /// <summary>What it is.</summary>
    public LintSourceKind Kind { get; }

    /// <summary>What findings call it.</summary>
    public string Part { get; }

    /// <summary>The text.</summary>
    public string Source { get; }

    /// <summary>What is known besides.</summary>
    public LintOptions Options { get; }

    /// <summary>Whether the text was too long, and is not here.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether it holds HTML.</summary>
    public bool IsHtml => Kind is LintSourceKind.Html or LintSourceKind.Layout or LintSourceKind.Part;

    /// <summary>Text, outputs and tags.</summary>
    public LiquidPieces Pieces => _pieces.Value;

    /// <summary>The names that the Liquid uses.</summary>
    public LiquidUses Liquid => _liquid.Value;

    /// <summary>Elements and text, the Liquid in them masked.</summary>
    public HtmlView Markup => _markup.Value;

    /// <summary>The declarations of style attributes and style elements.</summary>
    public CssView Css => _css.Value;

    /// <summary>The addresses that links and images have.</summary>
    public IReadOnlyList<LinkUse> Links => _links.Value;

    /// <summary>Line and column of a place, both from 1.</summary>
    public (int Line, int Column) PlaceOf(int offset)
    {
        var starts = _lineStarts.Value;
        var line = Array.BinarySearch(starts, offset);
        line = line >= 0 ? line : ~line - 1;
        return (line + 1, offset - starts[line] + 1);
    }

    /// <summary>The place of a line and column that a Liquid parser named, as near as there is one.</summary>
    public int OffsetOf(int line, int column)
    {
        var starts = _lineStarts.Value;
        return Math.Min(starts[Math.Clamp(line - 1, 0, starts.Length - 1)] + Math.Max(column - 1, 0), Source.Length);
    }

    private static int[] LineStarts(string source)
    {
        var starts = new List<int> { 0 };
        for (var at = source.IndexOf('\n'); at >= 0; at = source.IndexOf('\n', at + 1))
        {
            starts.Add(at + 1);
        }

        return [.. starts];
    }
}
