using Automail.Engine.Templates.Lint;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM725.</summary>
internal sealed class BecomesWithoutEvent : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM725",
        Severity = LintSeverity.Warning,
        Title = "Condition about nothing",
        Explanation = "A condition that is to become true is about the contact and the site: it is compared before and after, and there is no event or passage that it could speak of.",
        Messages =
        [
            "There is no '{0}' here: the condition is about the contact.",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;

    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Definition.Trigger.Becomes is { } condition
            && LiquidTerm.Read(condition, 0, condition.Length).Find(term => term is { Kind: LiquidTermKind.Path, Value: "event" or "enrollment" }) is { } term)
        {
            report.Add(About, 0, "trigger.becomes", null, term.Path);
        }
    }
}
