using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Inlining;

/// <summary>The Liquid of a source: its mask, and which places stand in blocks that may be left out or repeated.</summary>
internal sealed class LiquidBlocks
{
    private static readonly string[] Opening = ["if", "unless", "case", "for", "tablerow", "capture"];

    private readonly LiquidPieces _pieces;

    public LiquidBlocks(string source)
    {
        _pieces = LiquidPieces.Of(source);
        Mask = _pieces.Mask();
    }

    /// <summary>The source with its Liquid masked, of the same length.</summary>
    public string Mask { get; }

    /// <summary>Text, outputs and tags in order.</summary>
    public IReadOnlyList<LiquidPiece> All => _pieces.All;

    /// <summary>The number of the piece that a place lies in.</summary>
    public int IndexAt(int place) => _pieces.IndexAt(place);

    /// <summary>Whether a tag opens a block.</summary>
    public static bool Opens(LiquidPiece piece) => piece.Kind == LiquidPieceKind.Tag && Opening.Contains(piece.Name);

    /// <summary>Whether a tag ends a block.</summary>
    public static bool Ends(LiquidPiece piece) => piece.Kind == LiquidPieceKind.Tag && piece.Name.StartsWith("end", StringComparison.Ordinal);

    /// <summary>Whether a tag begins the next branch of a block.</summary>
    public static bool Branches(LiquidPiece piece) => piece.Kind == LiquidPieceKind.Tag && piece.Name is "else" or "elsif" or "when";

    /// <summary>How many blocks that begin behind <paramref name="start"/> are open at <paramref name="end"/>; also above 0 where a block ends that began before.</summary>
    public int DepthBetween(int start, int end)
    {
        var depth = 0;
        for (var i = IndexAt(start); i < All.Count && All[i].Start < end; i++)
        {
            if (All[i].Start < start)
            {
                continue;
            }

            depth += Opens(All[i]) ? 1 : Ends(All[i]) ? -1 : 0;
            if (depth < 0 || (depth == 0 && Branches(All[i])))
            {
                return 1;
            }
        }

        return depth;
    }
}
