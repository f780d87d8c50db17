using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM101.</summary>
internal sealed class EmptySubject : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM101",
        Severity = LintSeverity.Error,
        Title = "No subject",
        Explanation = "A mail without a subject looks like a mistake to readers and to filters. Say in a few words what it is about.",
        Messages = ["The subject is empty."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        var written = LongestText.Of(mail.Subject);
        if (!mail.Subject.IsCut && ((written.Text.Length == 0 && !written.HasOutput) || mail.Options.Rendered is { Subject.Length: 0 }))
        {
            report.Add(About, LintSource.Subject);
        }
    }
}
