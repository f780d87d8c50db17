using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM402.</summary>
internal sealed class TooLittleText : LintCheck
{
    private const int MinLength = 10;

    private static readonly LintRule About = new()
    {
        Code = "AM402",
        Severity = LintSeverity.Warning,
        Title = "Hardly any text",
        Explanation = "A mail of a few characters looks like an accident or like spam. Say what it is about.",
        Messages = ["The body has only {0} characters of text."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        if (!mail.Html.IsCut && WrittenText.Of(mail) is { IsKnown: true, HasImage: false, Length: < MinLength } text)
        {
            report.Add(About, LintSource.Html, $"{text.Length}");
        }
    }
}
