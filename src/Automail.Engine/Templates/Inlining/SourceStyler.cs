using System.Text;

namespace Automail.Engine.Templates.Inlining;

/// <summary>Writes rules into the elements of one source.</summary>
internal sealed class SourceStyler
{
    private readonly List<SourceEdit> _edits = [];

    private SourceStyler(HtmlSource source) => Source = source;

    /// <summary>The source.</summary>
    public HtmlSource Source { get; }

    /// <summary>The selectors that stay in the head because of this source.</summary>
    public HashSet<CssSelector> Stays { get; } = [];

    /// <summary>Finds what is to be written.</summary>
    /// <param name="source">The source.</param>
    /// <param name="rules">The rules in their order.</param>
    /// <param name="containers">The elements of all sources in which other sources are printed.</param>
    /// <param name="isNested">Whether the source is printed in another one.</param>
    public static SourceStyler Style(HtmlSource source, IReadOnlyList<CssRule> rules, IReadOnlyCollection<SourceNode> containers, bool isNested)
    {
        var styler = new SourceStyler(source);
        var matchers = rules.Select(rule => rule.Selectors.Where(selector => selector.IsInlined)
            .Select(selector => (Selector: selector, Matcher: new SelectorMatcher(selector, containers, isNested && !source.IsDocument))).ToList()).ToList();
        foreach (var node in source.Nodes.Where(node => node.TakesStyle))
        {
            var hits = new List<StyleHit>();
            for (var i = 0; i < rules.Count; i++)
            {
                foreach (var (selector, matcher) in matchers[i])
                {
                    if (matcher.Match(node) is not Hit.No and var hit)
                    {
                        hits.Add(new StyleHit(selector, rules[i], i, hit));
                    }
                }
            }

            if (hits.Count > 0)
            {
                styler.Write(node.Tag!, hits);
            }
        }

        return styler;
    }

    /// <summary>The source with the styles in it.</summary>
    /// <param name="print">What stays of a style element's rules; null to leave style elements as they are.</param>
    public InlinedSource Apply(Func<CssSheet, string>? print)
    {
        foreach (var styles in print is null ? [] : Source.Styles)
        {
            var css = print!(styles.Sheet);
            _edits.Add(css.Length == 0
                ? new SourceEdit(styles.Start, styles.End - styles.Start, "")
                : new SourceEdit(styles.ContentStart, styles.ContentEnd - styles.ContentStart, "\n" + css));
        }

        if (_edits.Count == 0)
        {
            return new InlinedSource(Source.Text, Source.Text, []);
        }

        _edits.Sort((one, other) => one.At.CompareTo(other.At));
        var text = new StringBuilder(Source.Text.Length * 2);
        var at = 0;
        foreach (var edit in _edits)
        {
            text.Append(Source.Text, at, edit.At - at).Append(edit.Text);
            at = edit.At + edit.Length;
        }

        return new InlinedSource(text.Append(Source.Text, at, Source.Text.Length - at).ToString(), Source.Text, _edits);
    }

    private void Write(SourceTag tag, List<StyleHit> hits)
    {
        if (tag.Style is { IsCertain: false })
        {
            // A style that is written on a condition cannot be added to; the head has to do.
            Stays.UnionWith(hits.Select(hit => hit.Selector));
            return;
        }

        var style = ElementStyle.Cascade(hits);
        Stays.UnionWith(style.Stays);
        _edits.AddRange(StyleAttribute.Write(tag, style));
    }
}

/// <summary>A source with styles in it.</summary>
/// <param name="Text">The source.</param>
/// <param name="Source">The one that the author knows.</param>
/// <param name="Edits">What was written into that, in order.</param>
internal sealed record InlinedSource(string Text, string Source, IReadOnlyList<SourceEdit> Edits)
{
    /// <summary>The place that the author knows for one in <see cref="Text"/>; from 1, 0 when unknown.</summary>
    public (int Line, int Column) Original(int line, int column)
    {
        if (line <= 0 || Edits.Count == 0)
        {
            return (line, column);
        }

        var lineStart = 0;
        for (var i = 1; i < line && lineStart < Text.Length; i++)
        {
            lineStart = Text.IndexOf('\n', lineStart) is >= 0 and var end ? end + 1 : Text.Length;
        }

        var place = Math.Min(lineStart + Math.Max(column, 1) - 1, Text.Length);
        var shift = 0;
        foreach (var edit in Edits)
        {
            var at = edit.At + shift;
            if (at > place || (at == place && edit.Text.Length > 0))
            {
                break;
            }

            // What was written in belongs to where it was written.
            shift += Math.Min(edit.Text.Length, place - at) - edit.Length;
            if (place < at + edit.Text.Length)
            {
                shift += edit.Length;
                break;
            }
        }

        var before = Source.AsSpan(0, Math.Clamp(place - shift, 0, Source.Length));
        return (before.Count('\n') + 1, column <= 0 ? column : before.Length - (before.LastIndexOf('\n') + 1) + 1);
    }
}
