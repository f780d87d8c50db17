using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM707.</summary>
internal sealed class ConsentFromBefore : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM707",
        Severity = LintSeverity.Note,
        Title = "Consent from before",
        Explanation = "Only user.registered and contact.updated can bring consent along. After any other event only those get mail who consented before; the others pass through the sequence without any.",
        Messages =
        [
            "'{0}' brings no consent: who has not consented to '{1}' before gets none of this mail.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        var definition = sequence.Definition;
        if (Purposes.NeedConsent(definition.Purpose)
            && definition.Trigger.Event is { } trigger and not (EventTypes.UserRegistered or EventTypes.ContactUpdated or EventTypes.ContactUnsubscribed or EventTypes.EmailComplained or EventTypes.ContactSuppressed)
            && sequence.Steps.OfType<SendStep>().Any())
        {
            report.Add(About, 0, "trigger.event", null, trigger, definition.Purpose);
        }
    }
}
