using System.Net;
using System.Text;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Inlining;

/// <summary>Something to be written into a source.</summary>
/// <param name="At">Where.</param>
/// <param name="Length">How much is taken away there.</param>
/// <param name="Text">What comes there.</param>
internal readonly record struct SourceEdit(int At, int Length, string Text);

/// <summary>Writes a style on a start tag: what the author wrote stays letter by letter, and wins over what is not important.</summary>
internal static class StyleAttribute
{
    /// <summary>The edits that give a tag its style; none when it has it.</summary>
    public static IEnumerable<SourceEdit> Write(SourceTag tag, ElementStyle style)
    {
        if (tag.Style is not { } own)
        {
            var all = string.Join(';', style.Normal.Concat(style.Important));
            if (all.Length > 0)
            {
                yield return new SourceEdit(tag.NameEnd, 0, $" style=\"{Encode(all, '"')}\"");
            }

            yield break;
        }

        var (names, value) = Read(own);
        var normal = string.Join(';', style.Normal.Where(declaration => !names.Contains(declaration.Name)));
        var important = string.Join(';', style.Important);
        important = own.Value.EndsWith(Encode(important, own.Quote), StringComparison.Ordinal) ? "" : important;
        if (normal.Length + important.Length == 0)
        {
            yield break;
        }

        var empty = string.IsNullOrWhiteSpace(own.Value);
        var quote = own.Quote == '\0' ? '"' : own.Quote;
        normal = Encode(normal, quote) + (normal.Length > 0 && (!empty || important.Length > 0) ? ";" : "");
        important = (important.Length > 0 && !empty && !value.EndsWith(';') ? ";" : "") + Encode(important, quote);
        if (own.Quote == '\0')
        {
            yield return own.Value.Length == 0 ? new SourceEdit(own.NameEnd, 0, $"=\"{normal}{important}\"") : new SourceEdit(own.Start, 0, "\"" + normal);
            if (own.Value.Length > 0)
            {
                yield return new SourceEdit(own.End, 0, important + "\"");
            }

            yield break;
        }

        if (normal.Length > 0)
        {
            yield return new SourceEdit(own.Start, 0, normal);
        }

        if (important.Length > 0)
        {
            yield return new SourceEdit(own.End, 0, important);
        }
    }

    /// <summary>The properties that the author sets whatever Liquid writes, and the value as CSS.</summary>
    private static (HashSet<string> Names, string Value) Read(SourceAttribute own)
    {
        var value = WebUtility.HtmlDecode(own.Value).Trim(' ', '\t', '\n', '\r');
        var certain = value.IndexOf(LiquidPieces.TagMask, StringComparison.Ordinal) is >= 0 and var tag ? value[..(value.LastIndexOf(';', tag) + 1)] : value;
        var declarations = CssDeclaration.ReadAll(certain, out _);
        return ([.. declarations.Where(one => !one.Value.Contains(LiquidPieces.OutputMask, StringComparison.Ordinal)).Select(one => one.Name)], value);
    }

    private static string Encode(string css, char quote)
    {
        if (quote == '\'' && !css.Contains('"', StringComparison.Ordinal))
        {
            css = css.Replace('\'', '"');
        }

        var encoded = new StringBuilder(css.Length);
        foreach (var c in css)
        {
            _ = c switch
            {
                '&' => encoded.Append("&amp;"),
                '"' when quote == '"' => encoded.Append("&quot;"),
                '\'' when quote == '\'' => encoded.Append("&#39;"),
                _ => encoded.Append(c),
            };
        }

        return encoded.ToString();
    }
}
