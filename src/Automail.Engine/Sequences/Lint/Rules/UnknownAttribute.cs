using Automail.Engine.Templates.Lint.Sources;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM722.</summary>
internal sealed class UnknownAttribute : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM722",
        Severity = LintSeverity.Warning,
        Title = "Unknown attribute",
        Explanation = "Of a contact without this attribute no date is known: the step makes no wait, or ends the passage, and the trigger lets nobody in. Correct the name.",
        Messages =
        [
            "No contact has an attribute '{0}'.",
            "No contact has an attribute '{0}'; did you mean '{1}'?",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Options.Attributes is not { } known)
        {
            return;
        }

        if (sequence.Definition.Trigger.Date is { } date && !known.Contains(date.Attribute))
        {
            var meant = Suggestion.Find(date.Attribute, known);
            report.Add(About, meant is null ? 0 : 1, "trigger.date.attribute", null, date.Attribute, meant ?? "");
        }

        foreach (var wait in sequence.Steps.OfType<WaitUntilDateStep>().Where(wait => !known.Contains(wait.Until.Attribute)))
        {
            var meant = Suggestion.Find(wait.Until.Attribute, known);
            report.Add(About, meant is null ? 0 : 1, sequence.PathOf(wait, "waitUntil.attribute"), wait.Id, wait.Until.Attribute, meant ?? "");
        }
    }
}
