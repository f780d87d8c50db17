using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM005.</summary>
internal sealed class UnknownPart : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM005",
        Severity = LintSeverity.Error,
        Title = "Unknown part",
        Explanation = "The theme has no part of this name, and the mail cannot be rendered. Correct the name, or add the part to the theme as a file NAME.liquid.",
        Messages = ["The theme has no part '{0}'.", "The theme has no part '{0}'. Did you mean '{1}'?"],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        if (source.Options.Theme is not { } theme)
        {
            return;
        }

        var known = theme.Parts.Keys.Select(name => name.Split("__")[0]).Concat(source.Options.KnownParts).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var use in source.Liquid.Parts.TakeWhile(_ => !report.IsFull))
        {
            if (use.Name is null || known.Contains(use.Name))
            {
                continue;
            }

            if (Suggestion.Find(use.Name, known) is { } meant)
            {
                report.Add(About, 1, source, use.Start, use.Name, meant);
            }
            else
            {
                report.Add(About, source, use.Start, use.Name);
            }
        }
    }
}
