using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM704.</summary>
internal sealed class UnreachableStep : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM704",
        Severity = LintSeverity.Warning,
        Title = "Unreachable step",
        Explanation = "Nobody gets to the step, because everybody has left before it: all branches end, everybody is held out, or the sequence has removed the contact from itself. Move the step, or take it away.",
        Messages =
        [
            "Nobody gets to this step: everybody has left at '{0}'.",
            "Nobody goes this way: the condition is always {0}.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report) => EndsAt(sequence, report, sequence.Definition.Steps);

    /// <summary>The step at which the last one has left, or null when some get to the end. Of what nobody gets to, the first step is told.</summary>
    private static Step? EndsAt(LintedSequence sequence, SequenceReport report, IReadOnlyList<Step> steps)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            if (EndsAt(sequence, report, steps[i]) is { } end)
            {
                if (i + 1 < steps.Count)
                {
                    report.Add(About, 0, sequence.PathOf(steps[i + 1]), steps[i + 1].Id, end.Id);
                }

                return end;
            }
        }

        return null;
    }

    private static Step? EndsAt(LintedSequence sequence, SequenceReport report, Step step)
    {
        switch (step)
        {
            case HoldoutStep { Percent: 100 }:
                return step;
            case RemoveStep remove when remove.Sequence == sequence.Definition.Id:
                return step;
            case IfStep { Condition: "true" or "false" } branch:
                var (way, never) = branch.Condition == "true" ? (branch.Then, branch.Else) : (branch.Else, branch.Then);
                if (never.Count > 0)
                {
                    report.Add(About, 1, sequence.PathOf(never[0]), never[0].Id, branch.Condition);
                }

                return EndsAt(sequence, report, way);
        }

        var ends = Branches.Of(step).Select(branch => EndsAt(sequence, report, branch)).ToList();
        return ends.Count > 0 && ends.TrueForAll(end => end is not null) ? step : null;
    }
}
