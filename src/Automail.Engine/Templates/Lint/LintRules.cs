using System.Collections.Frozen;
using Automail.Engine.Templates.Lint.Rules;

namespace Automail.Engine.Templates.Lint;

/// <summary>The rules of the linter, by code: AM0 Liquid and layouts, AM1 subject, preheader and sender.</summary>
public static class LintRules
{
    /// <summary>What finds the rules' findings.</summary>
    internal static readonly IReadOnlyList<LintCheck> Checks =
    [
        new UnknownVariable(), new UnknownFilter(), new UnknownTag(), new UnknownPart(), new MissingLayout(), new LayoutWithoutContent(), new RawOutput(),
        new MissingDefault(),
        new EmptySubject(), new LongSubject(), new ShoutingSubject(), new ExclamationMarks(), new MissingPreheader(), new MalformedSender(),
    ];

    /// <summary>All rules, by code.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
        [.. Checks.Select(check => check.Rule).Append(LiquidSyntax.About).Append(SourceTooLong.About).OrderBy(rule => rule.Code, StringComparer.Ordinal)];

    private static readonly FrozenDictionary<string, LintRule> ByCode = All.ToFrozenDictionary(rule => rule.Code, StringComparer.Ordinal);

    /// <summary>The rule of a code; null when there is none.</summary>
    public static LintRule? Find(string code) => ByCode.GetValueOrDefault(code);
}
