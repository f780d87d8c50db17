using System.Collections.Frozen;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM206.</summary>
internal sealed class LinkShortener : LintCheck
{
    private static readonly FrozenSet<string> Hosts = FrozenSet.ToFrozenSet(
        [
            "adf.ly", "bit.do", "bit.ly", "bl.ink", "buff.ly", "cutt.ly", "dub.sh", "goo.gl", "is.gd", "j.mp", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "s.id", "short.io", "shorturl.at",
            "soo.gd", "t.co", "t.ly", "tiny.cc", "tiny.one", "tinyurl.com", "u.to", "urlz.fr", "v.gd", "x.co",
        ],
        StringComparer.Ordinal);

    private static readonly LintRule About = new()
    {
        Code = "AM206",
        Severity = LintSeverity.Warning,
        Title = "Shortened link",
        Explanation = "Spammers hide behind link shorteners, so filters distrust them. Link to the page itself; clicks are counted all the same.",
        Messages = ["'{0}' hides where it leads to; filters distrust it."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var link in source.Links.Where(link => link.Host is { } host && Hosts.Contains(host)).TakeWhile(_ => !report.IsFull))
        {
            report.Add(About, source, link.Start, link.Shown);
        }
    }
}
