using Automail.Engine.Templates.Lint;
using System.Globalization;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM713.</summary>
internal sealed class OverdueTooSoon : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM713",
        Severity = LintSeverity.Warning,
        Title = "Overdue too soon",
        Explanation = "Due work is looked at once a minute, more seldom on a busy site, so that mail always comes up a little late. With a limit of less than five minutes much of it is skipped.",
        Messages =
        [
            "Mail that comes up more than {0} seconds late is skipped: that happens every day. Allow an hour at least.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Definition.Overdue is { Skip: true } overdue && overdue.After < TimeSpan.FromMinutes(5))
        {
            report.Add(About, 0, "overdue", null, overdue.After.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }
    }
}
