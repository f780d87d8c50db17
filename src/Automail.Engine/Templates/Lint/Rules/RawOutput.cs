using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM008.</summary>
internal sealed class RawOutput : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM008",
        Severity = LintSeverity.Note,
        Title = "Output that is not encoded",
        Explanation = "What goes through raw is printed as HTML. Use it only for HTML of your own: a name or an event's data can hold anything that a stranger typed.",
        Messages = ["'raw' prints HTML as it is; make sure that no stranger wrote it."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var use in source.Liquid.Filters.Where(use => source.IsHtml && use.Name == "raw"))
        {
            report.Add(About, source, use.Start);
        }
    }
}
