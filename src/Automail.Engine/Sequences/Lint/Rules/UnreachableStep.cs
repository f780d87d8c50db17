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
        Explanation = "Nobody gets to the step, because everybody has left before it, or nobody enters: a condition is always true or false, all branches end, everybody is held out, or the sequence has removed the contact from itself. Move the step, or take it away.",
        Messages =
        [
            "Nobody gets to this step: everybody has left at '{0}'.",
            "Nobody goes this way: the condition is always {0}.",
            "Nobody enters: the condition is always false.",
            "Nobody gets to this step: the condition of the exit always holds.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        var definition = sequence.Definition;
        foreach (var (path, condition) in new[] { ("trigger.if", definition.Trigger.If), ("trigger.becomes", definition.Trigger.Becomes) })
        {
            if (Constants.Of(condition) == false)
            {
                report.Add(About, 2, path, null);
            }
        }

        if (Constants.Of(definition.Exit.If) == true && definition.Steps.Count > 0)
        {
            report.Add(About, 3, sequence.PathOf(definition.Steps[0]), definition.Steps[0].Id);
            return;
        }

        EndsAt(sequence, report, definition.Steps);
    }

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
            case IfStep branch when Constants.Of(branch.Condition) is { } always:
                var (way, never) = always ? (branch.Then, branch.Else) : (branch.Else, branch.Then);
                if (never.Count > 0)
                {
                    report.Add(About, 1, sequence.PathOf(never[0]), never[0].Id, always ? "true" : "false");
                }

                return EndsAt(sequence, report, way);
        }

        var ends = Branches.Of(step).Select(branch => EndsAt(sequence, report, branch)).ToList();
        return ends.Count > 0 && ends.TrueForAll(end => end is not null) ? step : null;
    }
}
