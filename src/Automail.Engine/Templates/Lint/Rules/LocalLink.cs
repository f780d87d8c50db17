using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM205.</summary>
internal sealed class LocalLink : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM205",
        Severity = LintSeverity.Warning,
        Title = "Link to a machine of your own",
        Explanation = "localhost and private addresses (RFC 1918, RFC 6761) mean another machine to each reader. Use {{ site.url }}, or the public address.",
        Messages = ["'{0}' cannot be reached by readers."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var link in source.Links.Where(link => link.IsLocal).TakeWhile(_ => !report.IsFull))
        {
            report.Add(About, source, link.Start, link.Shown);
        }
    }
}
