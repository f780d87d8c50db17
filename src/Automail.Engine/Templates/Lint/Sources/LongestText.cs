using System.Text;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>The longest text that a template of one line prints, as far as it is written there: the longer branch of each condition.</summary>
/// <param name="Text">The characters that are written; outputs count by the text that <c>default</c> gives them.</param>
/// <param name="HasOutput">Whether Liquid prints something besides.</param>
internal sealed record LongestText(string Text, bool HasOutput)
{
    private const int MaxDepth = 100;

    /// <summary>Reads a template.</summary>
    public static LongestText Of(LintSource source)
    {
        var open = new Stack<(StringBuilder Before, string Longest)>();
        var text = new StringBuilder();
        var hasOutput = false;
        foreach (var piece in source.Pieces.All)
        {
            switch (piece.Kind, piece.Name)
            {
                case (LiquidPieceKind.Text, _):
                    text.Append(source.Source, piece.Start, piece.End - piece.Start);
                    break;
                case (LiquidPieceKind.Output, _):
                    hasOutput = true;
                    text.Append(DefaultOf(LiquidTerm.Read(source.Source, piece.MarkupStart, piece.MarkupEnd)));
                    break;
                case (LiquidPieceKind.Tag, "if" or "unless" or "case") when open.Count < MaxDepth:
                    open.Push((text, ""));
                    text = new StringBuilder();
                    break;
                case (LiquidPieceKind.Tag, "elsif" or "else" or "when") when open.TryPop(out var block):
                    open.Push((block.Before, Longer(block.Longest, text)));
                    text = new StringBuilder();
                    break;
                case (LiquidPieceKind.Tag, "endif" or "endunless" or "endcase") when open.TryPop(out var block):
                    text = block.Before.Append(Longer(block.Longest, text));
                    break;
                default:
                    break;
            }
        }

        while (open.TryPop(out var left))
        {
            text = left.Before.Append(Longer(left.Longest, text));
        }

        return new LongestText(text.ToString().Trim(), hasOutput);
    }

    private static string Longer(string one, StringBuilder other) => one.Length >= other.Length ? one : other.ToString();

    private static string DefaultOf(List<LiquidTerm> terms)
    {
        if (terms is [{ Kind: LiquidTermKind.Text } literal, ..])
        {
            return literal.Value;
        }

        var at = terms.FindIndex(term => term is { Kind: LiquidTermKind.Filter, Value: "default" });
        return at >= 0 ? terms.Skip(at + 1).FirstOrDefault(term => term.Kind != LiquidTermKind.Symbol) is { Kind: LiquidTermKind.Text } text ? text.Value : "" : "";
    }
}
