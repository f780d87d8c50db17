using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM714.</summary>
internal sealed class OverdueBeforeOpening : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM714",
        Severity = LintSeverity.Note,
        Title = "Overdue before the next opening",
        Explanation = "Mail that misses the end of its window, because the site was down for instance, is overdue before the window opens again, and never goes out. Allow more than the time for which the window is closed, if that is not what was meant.",
        Messages =
        [
            "The window is closed for {0} hours at a time, and mail that is {1} hours late is skipped: what misses its window never goes out.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Definition is { Overdue: { Skip: true } overdue, Window: { } window } && overdue.After >= TimeSpan.FromMinutes(5) && Hours.ShortestClosed(window) is var closed && closed > overdue.After)
        {
            report.Add(About, 0, "overdue", null, Hours.Text(closed), Hours.Text(overdue.After));
        }
    }
}
