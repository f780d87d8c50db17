using System.Globalization;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM102.</summary>
internal sealed class LongSubject : LintCheck
{
    private const int MaxLength = 70;

    private static readonly LintRule About = new()
    {
        Code = "AM102",
        Severity = LintSeverity.Warning,
        Title = "Long subject",
        Explanation = "Inboxes show some 70 characters of a subject on a desktop and half of that on a phone. Put what matters first and leave the rest to the preheader.",
        Messages = ["The subject has {0} characters; inboxes show about {1}."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        var length = Math.Max(Length(LongestText.Of(mail.Subject).Text), Length(mail.Options.Rendered?.Subject ?? ""));
        if (length > MaxLength)
        {
            report.Add(About, LintSource.Subject, $"{length}", $"{MaxLength}");
        }
    }

    private static int Length(string text) => new StringInfo(text).LengthInTextElements;
}
