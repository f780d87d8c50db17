using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint;

/// <summary>Something that the linter found in a definition of a sequence.</summary>
/// <param name="Code">The rule's code, such as <c>AM704</c>; see <see cref="SequenceLintRules"/>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Path">Where in the definition, such as <c>steps[2].wait</c>; empty when it is about the whole.</param>
/// <param name="StepId">The id of the step that it is in; null outside the steps, and for a step whose id cannot be read.</param>
/// <param name="Line">The line in the JSON, from 1.</param>
/// <param name="Column">The column in UTF-16 code units, from 1.</param>
/// <param name="Message">What is wrong, in English.</param>
public sealed record SequenceFinding(string Code, LintSeverity Severity, string Path, string? StepId, int Line, int Column, string Message)
{
    /// <summary>The message before its arguments were put in, one of <see cref="LintRule.Messages"/>: what hosts translate.</summary>
    public string Format { get; init; } = Message;

    /// <summary>What stands for <c>{0}</c>, <c>{1}</c> … in <see cref="Format"/>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
