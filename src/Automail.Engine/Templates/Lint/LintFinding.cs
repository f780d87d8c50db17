namespace Automail.Engine.Templates.Lint;

/// <summary>How much a finding matters.</summary>
public enum LintSeverity
{
    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,

    /// <summary>Some readers get a worse mail than was meant.</summary>
    Warning,

    /// <summary>The mail does not work, or must not be sent as it is.</summary>
    Error,
}

/// <summary>Something that the linter found in a template.</summary>
/// <param name="Code">The rule's code, such as <c>AM201</c>; see <see cref="LintRules"/>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Part">Which text: <c>subject</c>, <c>preheader</c>, <c>html</c>, <c>text</c>, <c>layout</c> or <c>from</c>; of a theme, the part's name.</param>
/// <param name="Line">The line in that text as its author wrote it, from 1; 0 when it is about the whole text.</param>
/// <param name="Column">The column in UTF-16 code units, from 1; 0 when it is about the whole text.</param>
/// <param name="Message">What is wrong, in English.</param>
public sealed record LintFinding(string Code, LintSeverity Severity, string Part, int Line, int Column, string Message)
{
    /// <summary>The message before its arguments were put in, one of <see cref="LintRule.Messages"/>: what hosts translate.</summary>
    public string Format { get; init; } = Message;

    /// <summary>What stands for <c>{0}</c>, <c>{1}</c> … in <see cref="Format"/>; names, addresses and numbers, which need no translation.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
