using System.Buffers;
using System.Text;
using System.Text.Json;
using Automail.Engine.Sequences.Lint.Rules;

namespace Automail.Engine.Sequences.Lint;

/// <summary>
/// Finds what is wrong with a sequence before anybody enters it: every mistake in its form, and steps, windows, exits and mails that cannot work as they were meant
/// (<see cref="SequenceLintRules"/>), the same for every host. No text makes it throw. Thread-safe.
/// </summary>
public static class SequenceLinter
{
    /// <summary>The longest text that is looked at, in characters.</summary>
    public const int MaxText = 1024 * 1024;

    /// <summary>Looks at a definition.</summary>
    /// <param name="json">The definition, JSON. Comments and commas after the last element are allowed.</param>
    /// <param name="options">What is known besides.</param>
    /// <returns>At most 500 findings, by line and column. Without an error among them the definition can be published.</returns>
    public static IReadOnlyList<SequenceFinding> Lint(string json, SequenceLintOptions options)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(options);
        var bytes = json.Length <= MaxText ? Encoding.UTF8.GetBytes(json) : [];
        var places = JsonPlaces.Read(bytes);
        var report = new SequenceReport(places);
        if (json.Length > MaxText)
        {
            report.Add(NotJson.About, 1, "", null, $"{MaxText}");
        }
        else if ((HalfOfAPair(json) ?? places.Error) is { } error)
        {
            return [NotJson.Found(error)];
        }
        else
        {
            using var document = JsonDocument.Parse(bytes, SequenceReader.Json);
            Check(document.RootElement, options, report);
        }

        return report.ToList();
    }

    private static (string Path, int Line, int Column, string Message)? HalfOfAPair(string json)
    {
        var (line, column) = (1, 1);
        for (var i = 0; i < json.Length;)
        {
            if (Rune.DecodeFromUtf16(json.AsSpan(i), out var rune, out var length) != OperationStatus.Done)
            {
                return ("", line, column, JsonPlaces.HalfOfAPair);
            }

            (line, column) = rune.Value == '\n' ? (line + 1, 1) : (line, column + length);
            i += length;
        }

        return null;
    }

    private static void Check(JsonElement root, SequenceLintOptions options, SequenceReport report)
    {
        var log = new ReadingLog(stopsAtOnce: false);
        var definition = SequenceReader.Read(root, log);
        foreach (var mistake in log.Mistakes)
        {
            WrongField.Report(mistake, root, report);
        }

        if (definition is null)
        {
            return;
        }

        var sequence = new LintedSequence(definition, log, options);
        foreach (var check in SequenceLintRules.Checks)
        {
            if (log.Mistakes.Count == 0 || !check.NeedsTheWhole)
            {
                check.Check(sequence, report);
            }
        }
    }
}
