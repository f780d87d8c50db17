using Automail.Engine.Templates.Lint.Sources;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM708.</summary>
internal sealed class UnknownTemplate : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM708",
        Severity = LintSeverity.Error,
        Title = "Unknown template",
        Explanation = "A mail without a template cannot be sent: the contact goes on without it. Correct the name, or make the template.",
        Messages =
        [
            "There is no template '{0}'.",
            "There is no template '{0}'; did you mean '{1}'?",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Options.Templates is not { } known)
        {
            return;
        }

        foreach (var send in sequence.Steps.OfType<SendStep>().Where(send => !known.Contains(send.Template)))
        {
            var meant = Suggestion.Find(send.Template, known);
            report.Add(About, meant is null ? 0 : 1, sequence.PathOf(send, "send"), send.Id, send.Template, meant ?? "");
        }
    }
}
