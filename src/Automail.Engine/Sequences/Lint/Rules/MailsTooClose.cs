using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM718.</summary>
internal sealed class MailsTooClose : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM718",
        Severity = LintSeverity.Warning,
        Title = "Two mails within an hour",
        Explanation = "Two mails of one series right after each other look like a mistake, and make people unsubscribe. Put a wait between them.",
        Messages =
        [
            "This mail goes out less than an hour after the mail '{0}'.",
        ],
    };

    public override LintRule Rule => About;


    private static readonly TimeSpan Enough = TimeSpan.FromHours(1);

    public override void Check(LintedSequence sequence, SequenceReport report) => Walk(sequence, report, sequence.Definition.Steps, []);

    /// <summary>Goes through steps with the last mails that may have gone out before them, and how long ago at least; gives those after them.</summary>
    private static List<Last> Walk(LintedSequence sequence, SequenceReport report, IReadOnlyList<Step> steps, List<Last> before)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case SendStep:
                    if (before.Find(last => last.Ago < Enough) is { } close)
                    {
                        report.Add(About, 0, sequence.PathOf(step), step.Id, close.Mail.Id);
                    }

                    before = [new Last(step, TimeSpan.Zero)];
                    break;
                case WaitStep wait:
                    before = [.. before.Select(last => last with { Ago = last.Ago + wait.Duration.Approximate() }).Where(last => last.Ago < Enough)];
                    break;
                case WaitUntilClockStep or WaitUntilDateStep:
                    // Nobody knows how long.
                    before = [];
                    break;
                case WaitForStep wait:
                    // Mail that answers what somebody does may come at once.
                    var later = before.Select(last => last with { Ago = last.Ago + wait.Timeout.Approximate() }).Where(last => last.Ago < Enough);
                    before = Both(Walk(sequence, report, wait.Then, []), Walk(sequence, report, wait.Else, [.. later]));
                    break;
                case IfStep or SplitStep:
                    var start = before;
                    before = Branches.Of(step).Select(branch => Walk(sequence, report, branch, start)).Aggregate(Both);
                    break;
            }
        }

        return before;
    }

    private static List<Last> Both(List<Last> one, List<Last> other) => [.. one.Concat(other).DistinctBy(last => last.Mail)];

    /// <param name="Mail">The mail.</param>
    /// <param name="Ago">How long ago it was, at least.</param>
    private sealed record Last(Step Mail, TimeSpan Ago);
}
