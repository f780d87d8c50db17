using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM001: asks the host's Liquid.</summary>
internal static class LiquidSyntax
{
    public static readonly LintRule About = new()
    {
        Code = "AM001",
        Severity = LintSeverity.Error,
        Title = "Liquid that cannot be read",
        Explanation = "A template with a syntax error renders nothing at all. Close what is open, and look at the line named and the one before it.",
        Messages = ["{0}"],
    };

    /// <summary>Runs after the other rules: they name an unknown filter or tag, and what could be meant, better than a parser does.</summary>
    public static void Check(LintSource source, ILiquid liquid, LintReport report)
    {
        try
        {
            liquid.Parse(source.Source, source.Kind is LintSourceKind.Subject or LintSourceKind.Preheader or LintSourceKind.Text ? LiquidEncoding.None : LiquidEncoding.Html);
        }
        catch (TemplateException error)
        {
            if (error.Line == 0)
            {
                report.Add(About, source.Part, error.Message);
            }
            else if (!IsNamed(source, source.OffsetOf(error.Line, error.Column)))
            {
                report.Add(About, 0, source.Part, error.Line, Math.Max(error.Column, 1), error.Message);
            }
        }
    }

    // Whether the piece at the place, or the one that ends there, holds an unknown filter or tag.
    private static bool IsNamed(LintSource source, int offset)
    {
        if (source.Source.Length == 0)
        {
            return false;
        }

        var index = source.Pieces.IndexAt(offset);
        return Holds(source, source.Pieces.All[index]) || (index > 0 && offset == source.Pieces.All[index].Start && Holds(source, source.Pieces.All[index - 1]));
    }

    private static bool Holds(LintSource source, LiquidPiece piece)
        => source.Liquid.Filters.Any(use => use.Start >= piece.Start && use.Start < piece.End && !UnknownFilter.IsKnown(source, use.Name))
            || source.Liquid.Tags.Any(use => use.Start == piece.Start && !UnknownTag.IsKnown(source, use.Name));
}
