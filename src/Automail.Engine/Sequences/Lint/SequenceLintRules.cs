using System.Collections.Frozen;
using Automail.Engine.Sequences.Lint.Rules;
using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint;

/// <summary>The rules for sequences, by code: AM7.</summary>
public static class SequenceLintRules
{
    /// <summary>What finds the rules' findings.</summary>
    internal static readonly IReadOnlyList<SequenceCheck> Checks =
    [
        new UnreachableStep(), new CircleWithoutWait(), new NoConsentBasis(), new ConsentFromBefore(), new UnknownTemplate(), new UnknownSequence(), new UnknownWorkflow(), new UnknownEvent(),
        new WholeDayWindow(), new WaitOutsideWindow(), new OverdueTooSoon(), new OverdueBeforeOpening(), new ExitNeverFires(), new GoalNeverReached(), new WaitForNeverEnds(),
        new MailsTooClose(), new BuyersStayInside(), new LongWait(), new BrokenCondition(), new UnknownAttribute(), new EnrollWithoutEffect(),
        new BecomesByTime(), new BecomesWithoutEvent(), new ScheduleTooOften(), new YearlyOnce(), new BrokenText(), new WebhookOverHttp(),
    ];

    /// <summary>All rules, by code.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
        [.. Checks.Select(check => check.Rule).Append(NotJson.About).Append(WrongField.About).Append(WrongField.Duplicate).OrderBy(rule => rule.Code, StringComparer.Ordinal)];

    private static readonly FrozenDictionary<string, LintRule> ByCode = All.ToFrozenDictionary(rule => rule.Code, StringComparer.Ordinal);

    /// <summary>The rule of a code; null when there is none.</summary>
    public static LintRule? Find(string code) => ByCode.GetValueOrDefault(code);
}
