using Automail.Engine.Templates.Lint;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM728.</summary>
internal sealed class UnknownWorkflow : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM728",
        Severity = LintSeverity.Warning,
        Title = "Unknown workflow",
        Explanation = "A step that starts workflows does nothing when no workflow has the trigger 'Started by a sequence' with its name. Correct the name, or make the workflow.",
        Messages =
        [
            "No workflow is started by the name '{0}'.",
            "No workflow is started by the name '{0}'; did you mean '{1}'?",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;

    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Options.Workflows is not { } known)
        {
            return;
        }

        foreach (var start in sequence.Steps.OfType<StartWorkflowStep>().Where(start => !known.Contains(start.Workflow)))
        {
            var meant = Suggestion.Find(start.Workflow, known);
            report.Add(About, meant is null ? 0 : 1, sequence.PathOf(start, "startWorkflow"), start.Id, start.Workflow, meant ?? "");
        }
    }
}
