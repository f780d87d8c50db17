using System.Text;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM401.</summary>
internal sealed class TooLarge : LintCheck
{
    /// <summary>Google, "Gmail clips messages": after 102 KB.</summary>
    private const int MaxBytes = 102 * 1024;

    private static readonly LintRule About = new()
    {
        Code = "AM401",
        Severity = LintSeverity.Warning,
        Title = "HTML over 102 KB",
        Explanation = "Gmail cuts a mail after 102 KB of HTML, and the unsubscribe link with it. Send less text, and link to the rest. Counted is what is written in body, layout and parts, of conditions the longer branch, of loops one round.",
        Messages = ["The HTML has at least {0} KB; Gmail cuts it after {1} KB."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        var bytes = mail.Options.Rendered is { } rendered ? Encoding.UTF8.GetByteCount(rendered.Html) : StaticSize.Of(mail);
        if (bytes > MaxBytes)
        {
            report.Add(About, LintSource.Html, $"{bytes / 1024}", $"{MaxBytes / 1024}");
        }
    }
}
