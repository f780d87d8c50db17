using Automail.Engine.Consent;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM202.</summary>
internal sealed class TextWithoutUnsubscribe : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM202",
        Severity = LintSeverity.Warning,
        Title = "Own text without unsubscribe link",
        Explanation = "Who reads the plain text must be able to end the mail, too. Print {{ unsubscribe_url }} there, or leave the own text away: the one made from the HTML has the link.",
        Messages = ["The text does not print unsubscribe_url."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        if (Purposes.NeedConsent(mail.Template.Purpose) && mail.Text is { IsCut: false } text && !text.Liquid.Uses("unsubscribe_url"))
        {
            report.Add(About, LintSource.Text);
        }
    }
}
