using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM301.</summary>
internal sealed class MissingAlt : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM301",
        Severity = LintSeverity.Warning,
        Title = "Image without alt text",
        Explanation = "Many clients show no images until they are asked, and screen readers read the file's name instead (WCAG 1.1.1). Say what is to be seen; alt=\"\" for decoration.",
        Messages = ["The image has no alt."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        if (!source.IsHtml)
        {
            return;
        }

        foreach (var image in source.Markup.Elements.Where(element => element.Name == "img" && !element.HasUnknownAttributes && element.Find("alt") is null).TakeWhile(_ => !report.IsFull))
        {
            report.Add(About, source, image.Start);
        }
    }
}
