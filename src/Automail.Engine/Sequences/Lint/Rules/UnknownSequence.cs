using Automail.Engine.Templates.Lint.Sources;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM709.</summary>
internal sealed class UnknownSequence : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM709",
        Severity = LintSeverity.Error,
        Title = "Unknown sequence",
        Explanation = "Who is to enter a sequence that does not exist fails at that step. Correct the id, or publish the other sequence first.",
        Messages =
        [
            "There is no sequence '{0}'.",
            "There is no sequence '{0}'; did you mean '{1}'?",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Options.SequenceIds is not { } known)
        {
            return;
        }

        foreach (var (step, property, id) in sequence.Steps.Select(Target).Where(target => target.Id is not null && target.Id != sequence.Definition.Id && !known.Contains(target.Id)))
        {
            var meant = Suggestion.Find(id!, known);
            report.Add(About, meant is null ? 0 : 1, sequence.PathOf(step, property), step.Id, id!, meant ?? "");
        }
    }

    private static (Step Step, string Property, string? Id) Target(Step step) => step switch
    {
        EnrollStep enroll => (step, "enroll", enroll.Sequence),
        RemoveStep remove => (step, "remove", remove.Sequence),
        _ => (step, "", null),
    };
}
