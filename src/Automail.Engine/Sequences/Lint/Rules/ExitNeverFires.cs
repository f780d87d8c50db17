using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM715.</summary>
internal sealed class ExitNeverFires : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM715",
        Severity = LintSeverity.Warning,
        Title = "Exit that never fires",
        Explanation = "The exit waits for an event that cannot come any more, or for a condition that never holds. Leave it away, or name what was meant.",
        Messages =
        [
            "'{0}' comes once for each contact, and has let this one in: the exit never fires.",
            "The condition is always false: the exit never fires.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (Constants.Of(sequence.Definition.Exit.If) == false)
        {
            report.Add(About, 1, "exit.if", null);
        }

        var on = sequence.Definition.Exit.On;
        for (var i = 0; i < on.Count; i++)
        {
            if (sequence.HasComeForGood(on[i]))
            {
                report.Add(About, 0, $"exit.on[{i}]", null, on[i]);
            }
        }
    }
}
