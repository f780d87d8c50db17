using Automail.Engine.Behavior;
using Automail.Engine.Templates.Lint.Sources;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM710.</summary>
internal sealed class UnknownEvent : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM710",
        Severity = LintSeverity.Warning,
        Title = "Unknown event",
        Explanation = "An event of this type never comes when the name is misspelt. Types are made of lower-case letters, digits, dots, hyphens and underscores; a site may send types of its own.",
        Messages =
        [
            "There is no event '{0}'; did you mean '{1}'?",
            "'{0}' is not an event type: lower-case letters, digits, dots, hyphens and underscores only.",
        ],
    };

    public override LintRule Rule => About;

    public override bool NeedsTheWhole => false;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        var known = EventTypes.All.Concat(sequence.Options.EventTypes).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, stepId, type) in sequence.Events().Where(one => !known.Contains(one.Type)))
        {
            // Two letters of ten: a type of one's own such as cart.created is no misspelt cart.updated.
            var meant = Suggestion.Find(type, known, type.Length < 8 ? 1 : 2);
            if (meant is not null)
            {
                report.Add(About, 0, path, stepId, type, meant);
            }
            else if (!EventTypes.IsValid(type))
            {
                report.Add(About, 1, path, stepId, type);
            }
        }
    }
}
