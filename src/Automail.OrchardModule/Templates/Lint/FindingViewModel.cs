using Automail.Engine.Templates.Lint;

namespace Automail.OrchardModule.Templates.Lint;

/// <summary>A finding beside a field of the editor.</summary>
/// <param name="Field">The field.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Text">What is wrong, with the line.</param>
public sealed record FindingViewModel(string Field, LintSeverity Severity, string Text);
