using System.Text;

namespace Automail.Engine.Templates.Inlining;

/// <summary>A rule whose selectors and declarations were understood.</summary>
/// <param name="Selectors">In the order they were written.</param>
/// <param name="Declarations">In the order they were written.</param>
/// <param name="Block">The declarations as written, with their braces.</param>
/// <param name="StaysWhole">Whether some declaration was not understood: then all of it stays in the head too.</param>
internal sealed record CssRule(IReadOnlyList<CssSelector> Selectors, IReadOnlyList<CssDeclaration> Declarations, string Block, bool StaysWhole);

/// <summary>A stylesheet in pieces: rules, and text that stays as it is, such as <c>@media</c> and what cannot be read.</summary>
internal sealed class CssSheet
{
    private readonly List<(string Text, CssRule? Rule)> _pieces = [];

    private CssSheet() { }

    /// <summary>A stylesheet of nothing.</summary>
    public static CssSheet Empty { get; } = new();

    /// <summary>The rules in order.</summary>
    public IEnumerable<CssRule> Rules => _pieces.Where(piece => piece.Rule is not null).Select(piece => piece.Rule!);

    /// <summary>Reads a stylesheet; any text is accepted.</summary>
    public static CssSheet Read(string css)
    {
        var sheet = new CssSheet();
        for (var at = CssScanner.SkipTrivia(css, 0); at < css.Length; at = CssScanner.SkipTrivia(css, at))
        {
            var end = css[at] == '@' ? EndOfAtRule(css, at) : sheet.ReadRule(css, at);
            if (end < 0 || css[at] == '@')
            {
                end = end < 0 ? css.Length : end;
                sheet._pieces.Add((css[at..end].TrimEnd(), null));
            }

            at = end;
        }

        return sheet;
    }

    /// <summary>What is left when the plain rules are written into the elements: one rule a line.</summary>
    /// <param name="stays">Which selectors stay although they were inlined; null for all of them.</param>
    public string Print(IReadOnlySet<CssSelector>? stays)
    {
        var css = new StringBuilder();
        foreach (var (text, rule) in _pieces)
        {
            var kept = rule?.Selectors.Where(selector => rule.StaysWhole || stays is null || selector.AlwaysStays || stays.Contains(selector)).ToList();
            if (kept is null || kept.Count == rule!.Selectors.Count)
            {
                css.Append(text).Append('\n');
            }
            else if (kept.Count > 0)
            {
                css.AppendJoin(", ", kept.Select(selector => selector.Text)).Append(' ').Append(rule.Block).Append('\n');
            }
        }

        return css.ToString();
    }

    private static int EndOfAtRule(string css, int at)
    {
        var end = CssScanner.Find(css, at, ";{");
        end = end < css.Length && css[end] == '{' ? CssScanner.Find(css, end + 1, "}") : end;
        return Math.Min(end + 1, css.Length);
    }

    /// <summary>Behind the rule, or -1 when it does not end.</summary>
    private int ReadRule(string css, int at)
    {
        var open = CssScanner.Find(css, at, "{");
        var close = open < css.Length ? CssScanner.Find(css, open + 1, "}") : css.Length;
        if (close == css.Length)
        {
            return -1;
        }

        var text = css[at..(close + 1)];
        var inner = css.AsSpan(open + 1, close - open - 1);
        var declarations = CssDeclaration.ReadAll(inner, out var complete);

        // Rules in rules are another language; the browsers that know it read them in the head.
        var nested = CssScanner.Find(inner, 0, "{") < inner.Length;
        var selectors = nested ? null : ReadSelectors(css[at..open]);
        _pieces.Add((text, selectors is null ? null : new CssRule(selectors, declarations, css[open..(close + 1)], !complete)));
        return close + 1;
    }

    /// <summary>The selectors of a list; null when one is none, since then nobody follows the rule.</summary>
    private static List<CssSelector>? ReadSelectors(string list)
    {
        list = WithoutComments(list);
        var selectors = new List<CssSelector>();
        for (var at = 0; at <= list.Length;)
        {
            var end = CssScanner.Find(list, at, ",");
            if (CssSelector.Read(list[at..end].Trim()) is not { } selector)
            {
                return null;
            }

            selectors.Add(selector);
            at = end + 1;
        }

        return selectors;
    }

    private static string WithoutComments(string text)
    {
        var rest = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var (start, end) = (at, at + 1);
            if (CssScanner.IsComment(text, at))
            {
                rest.Append(' ');
                at = CssScanner.EndOfComment(text, at);
                continue;
            }

            end = text[at] is '"' or '\'' ? CssScanner.EndOfString(text, at) + 1 : end;
            rest.Append(text, start, end - start);
            at = end;
        }

        return rest.ToString();
    }
}
