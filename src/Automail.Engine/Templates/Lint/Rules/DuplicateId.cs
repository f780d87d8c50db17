using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM503.</summary>
internal sealed class DuplicateId : LintCheck
{
    private const int MaxBranches = 20;

    private static readonly LintRule About = new()
    {
        Code = "AM503",
        Severity = LintSeverity.Warning,
        Title = "Id used twice",
        Explanation = "An id names one element; labels and links to it find the first only (HTML standard, the id attribute). Give each its own.",
        Messages = ["The id '{0}' is used before."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        if (!source.IsHtml)
        {
            return;
        }

        var seen = new Dictionary<string, List<LiquidBranch?>>(StringComparer.Ordinal);
        foreach (var element in source.Markup.Elements.TakeWhile(_ => !report.IsFull))
        {
            if (element.Find("id") is not { Value.Length: > 0 } id || id.Value.AsSpan().ContainsAny(LiquidPieces.OutputMask, LiquidPieces.TagMask))
            {
                continue;
            }

            // The two branches of a condition never meet in one mail.
            var branch = source.Liquid.Branches[source.Pieces.IndexAt(element.Start)];
            if (!seen.TryGetValue(id.Value, out var branches))
            {
                seen[id.Value] = [branch];
            }
            else if (branches.Exists(other => LiquidBranch.CanMeet(branch, other)))
            {
                report.Add(About, source, id.Start, id.Value);
            }
            else if (branches.Count < MaxBranches)
            {
                branches.Add(branch);
            }
        }
    }
}
