using Automail.Engine.Templates.Lint;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>Something wrong with a definition, in the reader's language.</summary>
/// <param name="Path">Where, such as <c>steps[2].wait</c> or <c>trigger</c>; empty when it is about the whole.</param>
/// <param name="Text">What, for people.</param>
/// <param name="Severity">How much it matters; an error forbids to publish.</param>
/// <param name="Code">The rule's code, such as <c>AM704</c>; null for what only this site knows.</param>
public sealed record SequenceProblem(string Path, string Text, LintSeverity Severity = LintSeverity.Error, string? Code = null)
{
    /// <summary>Whether it forbids to publish.</summary>
    public bool IsError => Severity == LintSeverity.Error;

    /// <summary>With the place in front.</summary>
    public override string ToString() => Path.Length == 0 ? Text : $"{Path}: {Text}";
}
