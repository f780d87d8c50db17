using System.Text;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>How many bytes of HTML a mail has at least: what is written in body, layout, styles and parts; of a condition the longer branch, of a loop one round.</summary>
internal static class StaticSize
{
    private const int MaxDepth = 100;

    // More than any mail has; what grows beyond is not counted further.
    private const long Enough = int.MaxValue;

    /// <summary>Measures a mail, in bytes of UTF-8.</summary>
    public static long Of(LintMail mail)
    {
        var known = new Dictionary<LintSource, long>();
        var styles = mail.Layout is null ? 0 : Encoding.UTF8.GetByteCount(mail.Options.Theme?.Styles ?? "");
        return Measure(mail.Html, mail.Parts, known) + (mail.Layout is null ? 0 : Measure(mail.Layout, mail.Parts, known)) + styles;
    }

    private static long Measure(LintSource source, UsedParts parts, Dictionary<LintSource, long> known)
    {
        if (known.TryGetValue(source, out var size))
        {
            return size;
        }

        // A part that includes itself is an error elsewhere.
        known[source] = 0;
        var uses = source.Liquid.Parts.ToDictionary(use => source.Pieces.IndexAt(use.Start), use => use.Name);
        var open = new Stack<(long Before, long Longest)>();
        for (var i = 0; i < source.Pieces.All.Count; i++)
        {
            var piece = source.Pieces.All[i];
            switch (piece.Kind, piece.Name)
            {
                case (LiquidPieceKind.Text, _):
                    size += Encoding.UTF8.GetByteCount(source.Source.AsSpan(piece.Start, piece.End - piece.Start));
                    break;
                case (LiquidPieceKind.Tag, "if" or "unless" or "case") when open.Count < MaxDepth:
                    open.Push((size, 0));
                    size = 0;
                    break;
                case (LiquidPieceKind.Tag, "elsif" or "else" or "when") when open.TryPop(out var block):
                    open.Push((block.Before, Math.Max(block.Longest, size)));
                    size = 0;
                    break;
                case (LiquidPieceKind.Tag, "endif" or "endunless" or "endcase") when open.TryPop(out var block):
                    size = block.Before + Math.Max(block.Longest, size);
                    break;
                case (LiquidPieceKind.Tag, "shape") when uses.GetValueOrDefault(i) is { } name && parts.Find(name) is { } part:
                    size += Measure(part, parts, known);
                    break;
                default:
                    break;
            }

            size = Math.Min(size, Enough);
        }

        while (open.TryPop(out var left))
        {
            size = Math.Min(left.Before + Math.Max(left.Longest, size), Enough);
        }

        return known[source] = size;
    }
}
