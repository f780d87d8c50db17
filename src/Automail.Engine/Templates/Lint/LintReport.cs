using System.Globalization;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint;

/// <summary>Collects findings.</summary>
internal sealed class LintReport
{
    /// <summary>The most findings of one run; who has more reads no further.</summary>
    public const int MaxFindings = 500;

    // A piece of the source in a message.
    private const int MaxArgument = 80;

    private readonly List<(LintFinding Finding, int Order)> _findings = [];

    /// <summary>Whether no more is taken.</summary>
    public bool IsFull => _findings.Count >= MaxFindings;

    /// <summary>Adds a finding at a place of a text.</summary>
    public void Add(LintRule rule, LintSource source, int offset, params ReadOnlySpan<string> arguments)
        => Add(rule, 0, source, offset, arguments);

    /// <summary>Adds a finding with another than the first of the rule's messages.</summary>
    public void Add(LintRule rule, int message, LintSource source, int offset, params ReadOnlySpan<string> arguments)
    {
        var (line, column) = source.PlaceOf(offset);
        Add(rule, message, source.Part, line, column, arguments);
    }

    /// <summary>Adds a finding about a whole text.</summary>
    public void Add(LintRule rule, string part, params ReadOnlySpan<string> arguments) => Add(rule, 0, part, 0, 0, arguments);

    /// <summary>Adds a finding.</summary>
    public void Add(LintRule rule, int message, string part, int line, int column, params ReadOnlySpan<string> arguments)
    {
        if (IsFull)
        {
            return;
        }

        string[] shown = [.. arguments.ToArray().Select(Shorten)];
        var format = rule.Messages[message];
        var text = string.Format(CultureInfo.InvariantCulture, format, shown);
        _findings.Add((new LintFinding(rule.Code, rule.Severity, part, line, column, text) { Format = format, Arguments = shown }, _findings.Count));
    }

    /// <summary>What was found: by text in the order of a mail, then by place.</summary>
    public IReadOnlyList<LintFinding> ToList()
        => [.. _findings
            .OrderBy(found => Rank(found.Finding.Part)).ThenBy(found => found.Finding.Line).ThenBy(found => found.Finding.Column)
            .ThenBy(found => found.Finding.Code, StringComparer.Ordinal).ThenBy(found => found.Order)
            .Select(found => found.Finding)];

    private static int Rank(string part) => part switch
    {
        LintSource.Subject => 0,
        LintSource.Preheader => 1,
        LintSource.From => 2,
        LintSource.Layout => 3,
        LintSource.Html => 4,
        _ => 5,
    };

    // Of one line, without characters that a terminal would obey.
    private static string Shorten(string text)
    {
        var kept = text.Length <= MaxArgument ? text : string.Concat(text.AsSpan(0, MaxArgument - 1), "…");
        return kept.Any(IsUnprintable) ? string.Concat(kept.Select(c => IsUnprintable(c) ? ' ' : c)) : kept;
    }

    private static bool IsUnprintable(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' || c is >= '\u202a' and <= '\u202e';
}
