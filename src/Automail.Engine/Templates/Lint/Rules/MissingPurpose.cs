namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM107.</summary>
internal sealed class MissingPurpose : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM107",
        Severity = LintSeverity.Error,
        Title = "No purpose",
        Explanation = "The purpose decides whose consent a mail needs; without one it cannot be sent. It is transactional, marketing, or a purpose of your own.",
        Messages = ["There is no purpose."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        if (string.IsNullOrWhiteSpace(mail.Template.Purpose))
        {
            report.Add(About, "purpose");
        }
    }
}
