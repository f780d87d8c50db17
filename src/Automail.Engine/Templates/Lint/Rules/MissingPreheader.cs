using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM105.</summary>
internal sealed class MissingPreheader : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM105",
        Severity = LintSeverity.Warning,
        Title = "No preheader",
        Explanation = "Without a preheader, inboxes show whatever the mail begins with after the subject, often a menu or an address. Say in one line what the subject left out.",
        Messages = ["There is no preheader."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        if (mail.Preheader is null || (!mail.Preheader.IsCut && LongestText.Of(mail.Preheader) is { Text.Length: 0, HasOutput: false }))
        {
            report.Add(About, LintSource.Preheader);
        }
    }
}
