using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM723.</summary>
internal sealed class EnrollWithoutEffect : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM723",
        Severity = LintSeverity.Warning,
        Title = "Enrollment without effect",
        Explanation = "A sequence that lets nobody in a second time, as is usual, cannot put people back to its own start. Set reentry, or take the step away.",
        Messages =
        [
            "'{0}' lets nobody in a second time: this does nothing.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Definition.Reentry.Mode != ReentryMode.Never)
        {
            return;
        }

        foreach (var enroll in sequence.Steps.OfType<EnrollStep>().Where(enroll => enroll.Sequence == sequence.Definition.Id))
        {
            report.Add(About, 0, sequence.PathOf(enroll, "enroll"), enroll.Id, enroll.Sequence);
        }
    }
}
