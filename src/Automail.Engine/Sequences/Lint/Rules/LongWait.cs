using Automail.Engine.Templates.Lint;
using System.Globalization;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM720.</summary>
internal sealed class LongWait : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM720",
        Severity = LintSeverity.Warning,
        Title = "Long wait",
        Explanation = "Over a year later nobody remembers why the mail comes, and what the sequence says is old. Such a wait is mostly a slip of the pen.",
        Messages =
        [
            "This waits for {0} days.",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;


    private const int MostDays = 400;

    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        foreach (var step in sequence.Steps)
        {
            var (property, wait) = step switch { WaitStep one => ("wait", one.Duration), WaitForStep one => ("timeout", one.Timeout), _ => ("", null) };
            if (wait?.Approximate().TotalDays > MostDays)
            {
                report.Add(About, 0, sequence.PathOf(step, property), step.Id, wait.Approximate().TotalDays.ToString("0", CultureInfo.InvariantCulture));
            }
        }
    }
}
