using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM501.</summary>
internal sealed class ScriptInMail : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM501",
        Severity = LintSeverity.Error,
        Title = "Script",
        Explanation = "No client runs scripts in mail, and many servers refuse a mail that has one. Link to a page that does it.",
        Messages = ["<script> does not run in mail, and servers refuse it.", "'{0}' does not run in mail, and servers refuse it."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        if (!source.IsHtml)
        {
            return;
        }

        foreach (var element in source.Markup.Elements.TakeWhile(_ => !report.IsFull))
        {
            // Data for Gmail's actions is no program.
            if (element.Name == "script" && element.Find("type") is not { Value: "application/ld+json" })
            {
                report.Add(About, source, element.Start);
            }

            foreach (var attribute in element.Attributes.Where(IsScript))
            {
                report.Add(About, 1, source, attribute.Start, attribute.Name);
            }
        }
    }

    private static bool IsScript(HtmlAttribute attribute)
        => (attribute.Name.Length > 4 && attribute.Name.StartsWith("on", StringComparison.Ordinal) && attribute.Name.All(char.IsAsciiLetter))
            || (attribute.Name is "href" or "src" or "action" && attribute.Value.AsSpan().TrimStart() is var value
                && (value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || value.StartsWith("vbscript:", StringComparison.OrdinalIgnoreCase)));
}
