using Automail.Engine.Templates.Lint;

namespace Automail.Cli.Lint;

/// <summary>Something that the linter found, by its place in a file.</summary>
/// <param name="File">The path as it was given, or found below a folder that was.</param>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Code">The rule's code.</param>
/// <param name="Message">What is wrong.</param>
internal sealed record FileFinding(string File, int Line, int Column, LintSeverity Severity, string Code, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column} {Name(Severity)} {Code} {Message}";

    public static string Name(LintSeverity severity) => severity.ToString().ToLowerInvariant();
}
