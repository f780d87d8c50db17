using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM002.</summary>
internal sealed class UnknownVariable : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM002",
        Severity = LintSeverity.Warning,
        Title = "Unknown variable",
        Explanation = "A name that the model does not have prints nothing, without an error. Correct the name, or assign the variable before it is used; names differ by case.",
        Messages = ["There is no variable '{0}'.", "There is no variable '{0}'. Did you mean '{1}'?"],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var use in source.Liquid.Variables)
        {
            if (report.IsFull)
            {
                return;
            }

            if (use.Node is null)
            {
                var members = use.Term.Members.TakeWhile(member => member != use.Unknown).Select(member => member.Name ?? "[]");
                var known = use.Unknown.Start == use.Term.Start ? "" : string.Join('.', members.Prepend(use.Term.Value)) + ".";
                if (Suggestion.Find(use.Unknown.Name!, use.Candidates) is { } meant)
                {
                    report.Add(About, 1, source, use.Unknown.Start, known + use.Unknown.Name, known + meant);
                }
                else
                {
                    report.Add(About, source, use.Unknown.Start, known + use.Unknown.Name);
                }
            }
        }
    }
}
