using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM203.</summary>
internal sealed class InsecureLink : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM203",
        Severity = LintSeverity.Warning,
        Title = "Link without https",
        Explanation = "Anybody on the way can read and change what http brings; browsers warn, and filters count it. Link to https.",
        Messages = ["'{0}' is not https."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var link in source.Links.Where(link => link.Scheme == "http" && !link.IsLocal).TakeWhile(_ => !report.IsFull))
        {
            report.Add(About, source, link.Start, link.Shown);
        }
    }
}
