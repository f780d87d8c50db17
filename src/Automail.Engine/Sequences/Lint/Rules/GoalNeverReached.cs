using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM716.</summary>
internal sealed class GoalNeverReached : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM716",
        Severity = LintSeverity.Warning,
        Title = "Goal that is never reached",
        Explanation = "The goal cannot be reached in its time, or not because of the mail: the time is over before the first one goes out. Allow more time, or name the event that was meant.",
        Messages =
        [
            "'{0}' comes once for each contact, and has let this one in: the goal is never reached.",
            "The time for the goal is over at once.",
            "The condition is always false: the goal is never reached.",
            "The time for the goal is over before the first mail goes out, {0} hours after entry at the earliest.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Definition.Goal is not { } goal)
        {
            return;
        }

        if (Constants.Of(goal.If) == false)
        {
            report.Add(About, 2, "goal.if", null);
        }

        if (sequence.HasComeForGood(goal.Event))
        {
            report.Add(About, 0, "goal.event", null, goal.Event);
        }

        if (goal.Within is { IsZero: true })
        {
            report.Add(About, 1, "goal.within", null);
        }
        else if (goal.Within is { } within && FirstMail(sequence.Definition.Steps).Mail is { } first && within.Approximate() < first)
        {
            report.Add(About, 3, "goal.within", null, Hours.Text(first));
        }
    }

    /// <summary>When the first mail goes out at the earliest, and when the steps are done without one, counted from their beginning; null for never.</summary>
    private static (TimeSpan? Mail, TimeSpan? Through) FirstMail(IEnumerable<Step> steps)
    {
        TimeSpan? mail = null;
        var at = TimeSpan.Zero;
        foreach (var step in steps)
        {
            switch (step)
            {
                case SendStep:
                    return (Earlier(mail, at), null);
                case WaitStep wait:
                    at += wait.Duration.Approximate();
                    break;
                case IfStep or SplitStep or WaitForStep:
                    var ways = Branches.Of(step).Select((branch, i) => (FirstMail(branch), Begins: step is WaitForStep wait && i == 1 ? wait.Timeout.Approximate() : TimeSpan.Zero)).ToList();
                    TimeSpan? through = null;
                    foreach (var ((inside, after), begins) in ways)
                    {
                        mail = Earlier(mail, at + begins + inside);
                        through = Earlier(through, at + begins + after);
                    }

                    if (through is not { } on)
                    {
                        return (mail, null);
                    }

                    at = on;
                    break;
            }
        }

        return (mail, at);
    }

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null ? other : other is null || one < other ? one : other;
}
