using System.Globalization;
using System.Text.Json;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM702 and AM703: what <see cref="SequenceReader"/> refuses.</summary>
internal static class WrongField
{
    public static readonly LintRule About = new()
    {
        Code = "AM702",
        Severity = LintSeverity.Error,
        Title = "Wrong field",
        Explanation = "A field is missing, unknown, or holds what cannot stand there. A sequence with such a field is refused.",
        Messages = ["{0}"],
    };

    public static readonly LintRule Duplicate = new()
    {
        Code = "AM703",
        Severity = LintSeverity.Error,
        Title = "Duplicate step id",
        Explanation = "The id tells where people are: each step needs one of its own.",
        Messages = ["{0}"],
    };

    public static void Report(DefinitionMistake mistake, JsonElement root, SequenceReport report)
    {
        var field = mistake.Error.Field;
        report.Add(mistake.IsDuplicateId ? Duplicate : About, 0, field == "body" ? "" : field, StepId(root, field), mistake.Error.Message[(field.Length + 2)..]);
    }

    /// <summary>The id of the innermost step on a path such as <c>steps[2].then[0].wait</c>.</summary>
    private static string? StepId(JsonElement root, string path)
    {
        string? id = null;
        var at = root;
        foreach (var segment in path.Split('.'))
        {
            var bracket = segment.IndexOf('[', StringComparison.Ordinal);
            if (at.ValueKind != JsonValueKind.Object || bracket < 0 || !at.TryGetProperty(segment[..bracket], out var list) || list.ValueKind != JsonValueKind.Array
                || !int.TryParse(segment.AsSpan(bracket).Trim("[]"), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= list.GetArrayLength())
            {
                return id;
            }

            at = list[index];
            if (segment[..bracket] is "steps" or "then" or "else")
            {
                id = at.ValueKind == JsonValueKind.Object && at.TryGetProperty("id", out var own) && own.ValueKind == JsonValueKind.String ? own.GetString() : null;
            }
        }

        return id;
    }
}
