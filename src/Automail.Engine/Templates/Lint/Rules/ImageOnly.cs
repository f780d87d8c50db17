using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM403.</summary>
internal sealed class ImageOnly : LintCheck
{
    private const int MinLength = 30;

    private static readonly LintRule About = new()
    {
        Code = "AM403",
        Severity = LintSeverity.Warning,
        Title = "Little but images",
        Explanation = "A mail that is an image says nothing where images are off, to screen readers, and in search; and filters know it as a habit of spam. Write what matters as text.",
        Messages = ["The body is images with {0} characters of text."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        if (!mail.Html.IsCut && WrittenText.Of(mail) is { IsKnown: true, HasImage: true, Length: < MinLength } text)
        {
            report.Add(About, LintSource.Html, $"{text.Length}");
        }
    }
}
