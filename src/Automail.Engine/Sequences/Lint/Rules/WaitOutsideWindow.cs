using Automail.Engine.Scheduling;
using Automail.Engine.Templates.Lint;
using NodaTime;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM712.</summary>
internal sealed class WaitOutsideWindow : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM712",
        Severity = LintSeverity.Warning,
        Title = "Wait and window never meet",
        Explanation = "The step waits until a time at which mail may not go out, so that the mail after it always waits once more, for the next opening. Choose a time within the window.",
        Messages =
        [
            "This waits until a time outside the window: the mail '{0}' always waits for the next opening.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Definition.Window is not { Zone: null } window)
        {
            return;
        }

        foreach (var steps in sequence.Steps.SelectMany(Branches.Of).Append(sequence.Definition.Steps))
        {
            for (var i = 0; i + 1 < steps.Count; i++)
            {
                if (FirstMail(steps.Skip(i + 1)) is { } send && Times(steps[i]) is var (days, time) && !days.Any(day => Hours.IsOpen(window, day, time)))
                {
                    report.Add(About, 0, sequence.PathOf(steps[i], "waitUntil"), steps[i].Id, send.Id);
                }
            }
        }
    }

    /// <summary>A mail that goes out without another wait before it, in a branch too.</summary>
    private static SendStep? FirstMail(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case SendStep send:
                    return send;
                case IfStep or SplitStep:
                    return Branches.Of(step).Select(FirstMail).FirstOrDefault(send => send is not null);
                case WaitStep or WaitForStep or WaitUntilClockStep or WaitUntilDateStep:
                    return null;
            }
        }

        return null;
    }

    private static (IReadOnlySet<IsoDayOfWeek> Days, LocalTime Time)? Times(Step step) => step switch
    {
        WaitUntilClockStep wait => (wait.Until.Days, wait.Until.Time),
        WaitUntilDateStep { Until: { Offset: null or { IsElapsed: false, HasTime: false }, Time: { } time } } => (ClockTime.EveryDay, time),
        _ => null,
    };
}
