using Automail.Engine.Behavior;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM717.</summary>
internal sealed class WaitForNeverEnds : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM717",
        Severity = LintSeverity.Warning,
        Title = "Wait for an event that cannot come",
        Explanation = "Everybody waits until the timeout and takes the else branch: the event cannot come, or takes people out of the sequence before. Name another event, or use a wait.",
        Messages =
        [
            "'{0}' comes once for each contact, and has let this one in: it does not come again.",
            "'{0}' is an exit: whoever it comes for has left, and nobody takes the branch 'then'.",
            "'{0}' is the goal: whoever it comes for has left, and nobody takes the branch 'then'.",
            "No mail has gone out before this step: '{0}' can only come from mail of other sequences.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        var mailed = new HashSet<Step>(ReferenceEqualityComparer.Instance);
        Mailed(sequence.Definition.Steps, false, mailed);
        foreach (var wait in sequence.Steps.OfType<WaitForStep>())
        {
            var message = sequence.HasComeForGood(wait.Event) ? 0
                : sequence.Definition.Exit.On.Contains(wait.Event) ? 1
                : sequence.Definition.Goal is { If: null, Within: null } goal && goal.Event == wait.Event ? 2
                : wait.Event is EventTypes.LinkClicked or EventTypes.EmailOpened && !mailed.Contains(wait) ? 3
                : -1;
            if (message >= 0)
            {
                report.Add(About, message, sequence.PathOf(wait, "waitFor"), wait.Id, wait.Event);
            }
        }
    }

    /// <summary>Collects the steps before which a mail may have gone out, and says whether one may have when the last is done.</summary>
    private static bool Mailed(IReadOnlyList<Step> steps, bool sent, HashSet<Step> found)
    {
        foreach (var step in steps)
        {
            if (sent)
            {
                found.Add(step);
            }

            sent = Branches.Of(step).Aggregate(sent || step is SendStep, (any, branch) => Mailed(branch, sent, found) || any);
        }

        return sent;
    }
}
