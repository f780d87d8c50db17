using System.Globalization;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM504.</summary>
internal sealed class LowContrast : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM504",
        Severity = LintSeverity.Warning,
        Title = "Low contrast",
        Explanation = "Text needs a contrast of 4.5 : 1 to what is behind it, large text (24 px) 3 : 1, or many cannot read it (WCAG 1.4.3, AA). Make one of the colours darker or lighter. Looked at where both colours are written in the template.",
        Messages = ["The contrast of {0} on {1} is {2} : 1; text needs {3} : 1."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        foreach (var found in ColorPair.FindAll(source).TakeWhile(_ => !report.IsFull))
        {
            var needed = found.IsLarge ? 3 : 4.5;
            if (found.Contrast < needed)
            {
                // Rounded down, so that a contrast which is too low never reads as the one that is needed.
                report.Add(
                    About, source, found.Start, found.Text.ToString(), found.Background.ToString(),
                    (Math.Floor(found.Contrast * 100) / 100).ToString("0.##", CultureInfo.InvariantCulture), needed.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
