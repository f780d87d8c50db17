namespace Automail.Engine.Templates.Lint;

/// <summary>A rule of the linter. Its texts are English; hosts translate them by looking them up as they are.</summary>
public sealed record LintRule
{
    /// <summary>The code, which never changes its meaning.</summary>
    public required string Code { get; init; }

    /// <summary>How much a finding of this rule matters.</summary>
    public required LintSeverity Severity { get; init; }

    /// <summary>What the rule is about, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Why it matters and what to do about it.</summary>
    public required string Explanation { get; init; }

    /// <summary>The forms that the rule's messages have, with places for arguments: <c>{0}</c>, <c>{1}</c>.</summary>
    public required IReadOnlyList<string> Messages { get; init; }
}
