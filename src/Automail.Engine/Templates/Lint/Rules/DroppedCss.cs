using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM601.</summary>
internal sealed class DroppedCss : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM601",
        Severity = LintSeverity.Warning,
        Title = "CSS that major clients drop",
        Explanation = "Gmail, Outlook or both leave this declaration out, so the mail must look right without it. Do it another way, or write what they know before it in the same rule: they take that, and the others the later one.",
        Messages = ["{0} drops '{1}'.", "{0} drop '{1}'."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var block in source.Css.Blocks.Where(block => !block.IsConditional))
        {
            for (var i = 0; i < block.Declarations.Count && !report.IsFull; i++)
            {
                var declaration = block.Declarations[i];
                if (CssSupport.Find(declaration) is { } support && !HasFallback(block, i, support))
                {
                    report.Add(About, support.Clients.Length > 1 ? 1 : 0, source, declaration.Start, string.Join(", ", support.Clients), support.Name(declaration));
                }
            }
        }

        foreach (var statement in source.Css.Statements.Where(statement => statement.Text.StartsWith("@import", StringComparison.OrdinalIgnoreCase)))
        {
            report.Add(About, 1, source, statement.Start, string.Join(", ", CssSupport.Import), "@import");
        }
    }

    // What stands before it in the same block is what the others take; a background color is what they show instead of an image.
    private static bool HasFallback(CssBlock block, int index, CssSupport support)
    {
        var property = block.Declarations[index].Property;
        return block.Declarations.Take(index).Any(other => other.Property == property && CssSupport.Find(other) is null)
            || (support.IsImage && block.Declarations.Any(other => other.Property is "background-color" || (other.Property is "background" && CssSupport.Find(other) is null)));
    }
}
