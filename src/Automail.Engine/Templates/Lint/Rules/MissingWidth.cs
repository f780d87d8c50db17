using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM302.</summary>
internal sealed class MissingWidth : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM302",
        Severity = LintSeverity.Warning,
        Title = "Image without width",
        Explanation = "Outlook for Windows does not heed a width in CSS and shows the image in the size of its file, however wide that is. Give it a width attribute.",
        Messages = ["The image has no width attribute."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        if (!source.IsHtml)
        {
            return;
        }

        foreach (var image in source.Markup.Elements.Where(element => element.Name == "img" && !element.HasUnknownAttributes && element.Find("width") is null).TakeWhile(_ => !report.IsFull))
        {
            report.Add(About, source, image.Start);
        }
    }
}
