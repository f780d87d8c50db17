using Automail.Engine.Templates.Lint;
using NodaTime;
using System.Globalization;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM711.</summary>
internal sealed class WholeDayWindow : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM711",
        Severity = LintSeverity.Warning,
        Title = "Window without an end",
        Explanation = "A window that closes when it opens is open for the whole day, which is hardly what was meant. Give it an end, or leave the times away.",
        Messages =
        [
            "The window opens and closes at {0}, which leaves it open all day.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        if (sequence.Definition.Window is { } window && window.From == window.To && window.From != LocalTime.Midnight)
        {
            report.Add(About, 0, "window", null, window.From.ToString("HH:mm", CultureInfo.InvariantCulture));
        }
    }
}
