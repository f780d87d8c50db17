using Automail.Engine.Templates.Lint;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM724.</summary>
internal sealed class BecomesByTime : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM724",
        Severity = LintSeverity.Warning,
        Title = "Condition that becomes true by time alone",
        Explanation = "A condition that is to become true is looked at when an event or a step changes the contact. Nobody enters because time passes: for that there is the schedule.",
        Messages =
        [
            "'{0}' changes as time passes, and nobody enters by that. Use a schedule.",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;

    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Definition.Trigger.Becomes is { } condition && LiquidTerm.Read(condition, 0, condition.Length).Find(IsTime) is { } term)
        {
            report.Add(About, 0, "trigger.becomes", null, term.Value);
        }
    }

    private static bool IsTime(LiquidTerm term) => term switch
    {
        { Kind: LiquidTermKind.Path, Members.Count: 0 } or { Kind: LiquidTermKind.Text } => term.Value is "now" or "today",
        { Kind: LiquidTermKind.Filter } => term.Value == "date",
        _ => false,
    };
}
