using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM104.</summary>
internal sealed class ExclamationMarks : LintCheck
{
    private const int MaxInSubject = 1;

    private static readonly LintRule About = new()
    {
        Code = "AM104",
        Severity = LintSeverity.Warning,
        Title = "Many exclamation marks",
        Explanation = "More than one exclamation mark in a subject, or several in a row, is a habit of spam, and filters know it. Keep one, or none.",
        Messages = ["There are many exclamation marks here."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        if (source.Kind is LintSourceKind.Subject or LintSourceKind.Preheader)
        {
            if (LongestText.Of(source).Text.Count(IsMark) > MaxInSubject)
            {
                report.Add(About, source.Part);
            }
        }
        else if (source.IsHtml)
        {
            foreach (var text in source.Markup.Texts)
            {
                var row = source.Markup.Html.AsSpan(text.Start, text.End - text.Start).IndexOf("!!!");
                if (row >= 0)
                {
                    report.Add(About, source, text.Start + row);
                }
            }
        }
    }

    private static bool IsMark(char c) => c is '!' or '\uff01';
}
