using Automail.Engine.Behavior;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM719.</summary>
internal sealed class BuyersStayInside : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM719",
        Severity = LintSeverity.Warning,
        Title = "Buyers get the reminder",
        Explanation = "Who has ordered must not be reminded of the cart. Let order.placed end the sequence.",
        Messages =
        [
            "Who orders stays in this sequence and is reminded all the same: add 'order.placed' to exit.on.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        var definition = sequence.Definition;
        var leaves = definition.Exit.On.Contains(EventTypes.OrderPlaced)
            || definition.Goal is { Event: EventTypes.OrderPlaced, If: null }
            || definition.Exit.If?.Contains("order", StringComparison.OrdinalIgnoreCase) == true;
        if (definition.Trigger.Event == EventTypes.CartAbandoned && !leaves && sequence.Steps.OfType<SendStep>().Any())
        {
            report.Add(About, 0, "exit.on", null);
        }
    }
}
