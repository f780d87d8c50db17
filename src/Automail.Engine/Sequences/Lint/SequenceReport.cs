using System.Globalization;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint;

/// <summary>Collects findings.</summary>
/// <param name="places">Where paths stand in the JSON.</param>
internal sealed class SequenceReport(JsonPlaces places)
{
    /// <summary>The most findings of one run; who has more reads no further.</summary>
    public const int MaxFindings = 500;

    private const int MaxArgument = 300;

    private readonly List<SequenceFinding> _findings = [];

    /// <summary>Adds a finding.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="message">Which of the rule's messages.</param>
    /// <param name="path">Where.</param>
    /// <param name="stepId">In which step.</param>
    /// <param name="arguments">What the message speaks of.</param>
    public void Add(LintRule rule, int message, string path, string? stepId, params ReadOnlySpan<string> arguments)
    {
        if (_findings.Count >= MaxFindings)
        {
            return;
        }

        string[] shown = [.. arguments.ToArray().Select(Shorten)];
        var format = rule.Messages[message];
        var (line, column) = places.Of(path);
        _findings.Add(new SequenceFinding(rule.Code, rule.Severity, Shorten(path), stepId, line, column, string.Format(CultureInfo.InvariantCulture, format, shown)) { Format = format, Arguments = shown });
    }

    /// <summary>What was found, by place.</summary>
    public IReadOnlyList<SequenceFinding> ToList()
        => [.. _findings.OrderBy(found => found.Line).ThenBy(found => found.Column).ThenBy(found => found.Code, StringComparer.Ordinal)];

    // Of one line, without characters that a terminal would obey.
    private static string Shorten(string text)
    {
        var kept = text.Length <= MaxArgument ? text : string.Concat(text.AsSpan(0, MaxArgument - 1), "…");
        return kept.Any(IsUnprintable) ? string.Concat(kept.Select(c => IsUnprintable(c) ? ' ' : c)) : kept;
    }

    private static bool IsUnprintable(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' || c is >= '\u202a' and <= '\u202e';
}
