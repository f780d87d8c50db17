using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM204.</summary>
internal sealed class BrokenLink : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM204",
        Severity = LintSeverity.Warning,
        Title = "Link that leads nowhere",
        Explanation = "An empty address, # alone, or https without a host leads nowhere, and an address that begins with www. is taken for a page of the site. Write the whole address.",
        Messages = ["The address is empty.", "'{0}' has no host.", "'{0}' lacks https:// and is taken for a page of the site."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var link in source.Links.Where(link => !link.IsPrinted).TakeWhile(_ => !report.IsFull))
        {
            if (link.Url is "" or "#")
            {
                report.Add(About, source, link.Start);
            }
            else if (link.IsWeb && link.Host is "")
            {
                report.Add(About, 1, source, link.Start, link.Shown);
            }
            else if (link.Url.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
            {
                report.Add(About, 2, source, link.Start, link.Shown);
            }
        }
    }
}
