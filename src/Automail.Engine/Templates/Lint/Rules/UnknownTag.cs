using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM004.</summary>
internal sealed class UnknownTag : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM004",
        Severity = LintSeverity.Error,
        Title = "Unknown tag",
        Explanation = "A template with a tag that the host does not have cannot be rendered. Correct the name; docs/features/templates.md lists the tags.",
        Messages = ["There is no tag '{0}'.", "There is no tag '{0}'. Did you mean '{1}'?"],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var use in source.Liquid.Tags.Where(use => use.Name.Length > 0 && !IsKnown(source, use.Name)).TakeWhile(_ => !report.IsFull))
        {
            var names = LiquidNames.Singles.Concat(LiquidNames.Blocks).Concat(LiquidNames.Blocks.Select(name => "end" + name)).Concat(source.Options.KnownTags);
            if (Suggestion.Find(use.Name, names) is { } meant)
            {
                report.Add(About, 1, source, use.Start, use.Name, meant);
            }
            else
            {
                report.Add(About, source, use.Start, use.Name);
            }
        }
    }

    public static bool IsKnown(LintSource source, string tag)
    {
        var opening = tag.StartsWith("end", StringComparison.Ordinal) ? tag[3..] : tag;
        return LiquidNames.Blocks.Contains(opening) || LiquidNames.Singles.Contains(tag)
            || source.Options.KnownTags.Contains(opening) || source.Options.KnownTags.Contains(tag);
    }
}
