using System.Globalization;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM701: nothing else is looked at then.</summary>
internal static class NotJson
{
    public static readonly LintRule About = new()
    {
        Code = "AM701",
        Severity = LintSeverity.Error,
        Title = "Not JSON",
        Explanation = "A sequence is JSON; a text that is not cannot be read at all. Mostly a comma, a quote or a bracket is missing just before the place.",
        Messages = ["This is not JSON: {0}", "The text has more than {0} characters."],
    };

    public static SequenceFinding Found((string Path, int Line, int Column, string Message) error)
        => new(About.Code, About.Severity, error.Path, null, error.Line, error.Column, string.Format(CultureInfo.InvariantCulture, About.Messages[0], error.Message))
        {
            Format = About.Messages[0],
            Arguments = [error.Message],
        };
}
