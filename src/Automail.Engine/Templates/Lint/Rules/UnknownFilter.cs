using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM003.</summary>
internal sealed class UnknownFilter : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM003",
        Severity = LintSeverity.Error,
        Title = "Unknown filter",
        Explanation = "One host refuses an unknown filter, the other prints the value without it. Correct the name; docs/features/templates.md lists the filters.",
        Messages = ["There is no filter '{0}'.", "There is no filter '{0}'. Did you mean '{1}'?"],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var use in source.Liquid.Filters.Where(use => !IsKnown(source, use.Name)).TakeWhile(_ => !report.IsFull))
        {
            if (Suggestion.Find(use.Name, LiquidNames.Filters.Concat(source.Options.KnownFilters)) is { } meant)
            {
                report.Add(About, 1, source, use.Start, use.Name, meant);
            }
            else
            {
                report.Add(About, source, use.Start, use.Name);
            }
        }
    }

    public static bool IsKnown(LintSource source, string filter) => LiquidNames.Filters.Contains(filter) || source.Options.KnownFilters.Contains(filter);
}
