using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM103.</summary>
internal sealed class ShoutingSubject : LintCheck
{
    // Shorter ones may be an abbreviation.
    private const int MinLetters = 8;

    private static readonly LintRule About = new()
    {
        Code = "AM103",
        Severity = LintSeverity.Warning,
        Title = "Subject in capitals",
        Explanation = "Subjects all in capitals read as shouting and count against a mail in spam filters. Write as you would in a letter.",
        Messages = ["The subject is written in capitals."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        var letters = LongestText.Of(mail.Subject).Text.Where(c => char.IsUpper(c) || char.IsLower(c)).ToList();
        if (letters.Count >= MinLetters && letters.TrueForAll(char.IsUpper))
        {
            report.Add(About, LintSource.Subject);
        }
    }
}
