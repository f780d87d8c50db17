using Automail.Engine.Templates.Lint;
using Automail.Engine.Templates;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM721.</summary>
internal sealed class BrokenCondition : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM721",
        Severity = LintSeverity.Error,
        Title = "Condition that cannot be read",
        Explanation = "A condition is what stands inside an if tag of Liquid. The passage of whoever gets to one that cannot be read fails.",
        Messages =
        [
            "The condition cannot be read: {0}",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Options.CheckCondition is not { } check)
        {
            return;
        }

        var definition = sequence.Definition;
        foreach (var (path, stepId, condition) in sequence.Steps.OfType<IfStep>().Select(step => (sequence.PathOf(step, "if"), (string?)step.Id, (string?)step.Condition))
            .Append(("trigger.if", null, definition.Trigger.If)).Append(("trigger.becomes", null, definition.Trigger.Becomes)).Append(("exit.if", null, definition.Exit.If)).Append(("goal.if", null, definition.Goal?.If)))
        {
            try
            {
                if (condition is not null)
                {
                    check(condition);
                }
            }
            catch (TemplateException error)
            {
                report.Add(About, 0, path, stepId, error.Message);
            }
        }
    }
}
