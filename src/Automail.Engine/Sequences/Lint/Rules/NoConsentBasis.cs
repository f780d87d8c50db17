using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM706.</summary>
internal sealed class NoConsentBasis : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM706",
        Severity = LintSeverity.Error,
        Title = "No consent basis",
        Explanation = "Mail for this purpose needs consent, and nobody can have given it: the event that lets people in takes it away, or the site never asks for it. The gate will keep back every mail. Choose another trigger or purpose.",
        Messages =
        [
            "'{0}' takes away the consent that mail for the purpose '{1}' needs: none of it would be sent.",
            "Nobody can consent to the purpose '{0}' here; there are {1}.",
        ],
    };

    public override LintRule Rule => About;


    private static readonly HashSet<string> Withdrawing = new(StringComparer.Ordinal) { EventTypes.ContactUnsubscribed, EventTypes.EmailComplained, EventTypes.ContactSuppressed };

    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        var definition = sequence.Definition;
        if (!Purposes.NeedConsent(definition.Purpose) || !sequence.Steps.OfType<SendStep>().Any())
        {
            return;
        }

        if (definition.Trigger.Event is { } trigger && Withdrawing.Contains(trigger))
        {
            report.Add(About, 0, "trigger.event", null, trigger, definition.Purpose);
        }

        if (sequence.Options.Purposes is { } known && !known.Contains(definition.Purpose))
        {
            report.Add(About, 1, "purpose", null, definition.Purpose, string.Join(", ", known.Order(StringComparer.Ordinal)));
        }
    }
}
