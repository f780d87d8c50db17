using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM602.</summary>
internal sealed class UnloadedStyles : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM602",
        Severity = LintSeverity.Warning,
        Title = "Style sheet that clients do not load",
        Explanation = "Clients load no style sheet from outside, and Gmail reads only those in the head. Put the styles into the theme's EmailStyles, or into the head of the layout.",
        Messages = ["A linked style sheet is not loaded.", "A style element outside the head is left out by Gmail."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        if (!source.IsHtml)
        {
            return;
        }

        var body = source.Markup.Elements.FirstOrDefault(element => element.Name is "body")?.Start;
        var isDocument = source.Markup.Elements.Exists(element => element.Name is "html" or "head" or "body");
        foreach (var element in source.Markup.Elements.TakeWhile(_ => !report.IsFull))
        {
            if (element.Name == "link" && element.Find("rel") is { } rel && rel.Value.Contains("stylesheet", StringComparison.OrdinalIgnoreCase))
            {
                report.Add(About, source, element.Start);
            }
            else if (element.Name == "style" && (!isDocument || element.Start > body))
            {
                report.Add(About, 1, source, element.Start);
            }
        }
    }
}
