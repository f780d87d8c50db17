using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM727.</summary>
internal sealed class YearlyOnce : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM727",
        Severity = LintSeverity.Warning,
        Title = "Every year, but only once",
        Explanation = "The date comes each year, and re-entry lets nobody in a second time: there is one mail in a lifetime.",
        Messages =
        [
            "The date comes each year, but lets nobody in a second time. Set 'reentry'.",
        ],
    };

    public override LintRule Rule => About;

    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Definition is { Trigger.Date.Yearly: true, Reentry.Mode: ReentryMode.Never })
        {
            report.Add(About, 0, "trigger.date.yearly", null);
        }
    }
}
