namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM011: found by hosts that read files.</summary>
internal static class UnreadableFile
{
    public static readonly LintRule About = new()
    {
        Code = "AM011",
        Severity = LintSeverity.Error,
        Title = "A file that cannot be read",
        Explanation = "A template file is UTF-8 and begins with a front matter between two lines of ---; it has a subject and a purpose, and names that are known.",
        Messages = ["{0}"],
    };
}
