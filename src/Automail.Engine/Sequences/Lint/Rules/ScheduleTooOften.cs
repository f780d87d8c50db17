using Automail.Engine.Templates.Lint;
using System.Globalization;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM726.</summary>
internal sealed class ScheduleTooOften : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM726",
        Severity = LintSeverity.Warning,
        Title = "Schedule that comes too often",
        Explanation = "Each time all contacts are gone over. More often than once an hour costs much, and nobody wants the mail.",
        Messages =
        [
            "This comes every {0} minutes, and goes over all contacts each time: once an hour is often enough.",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;

    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Definition.Trigger.Schedule?.ShortestGap() is { } gap && gap < TimeSpan.FromHours(1))
        {
            report.Add(About, 0, "trigger.schedule.cron", null, gap.TotalMinutes.ToString("0", CultureInfo.InvariantCulture));
        }
    }
}
