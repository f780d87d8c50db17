using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM729.</summary>
internal sealed class BrokenText : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM729",
        Severity = LintSeverity.Error,
        Title = "Text that cannot be read",
        Explanation = "Subject and message of a mail to the team are Liquid. One that cannot be read is not sent, and the passage goes on without it.",
        Messages =
        [
            "The text cannot be read: {0}",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;

    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Options.CheckText is not { } check)
        {
            return;
        }

        foreach (var notify in sequence.Steps.OfType<NotifyStep>())
        {
            foreach (var (field, text) in new[] { ("subject", notify.Subject), ("message", notify.Message) })
            {
                try
                {
                    check(text);
                }
                catch (TemplateException error)
                {
                    report.Add(About, 0, sequence.PathOf(notify, field), notify.Id, error.Message);
                }
            }
        }
    }
}
