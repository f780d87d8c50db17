namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM009: found by the linter itself, before any rule looks.</summary>
internal static class SourceTooLong
{
    public static readonly LintRule About = new()
    {
        Code = "AM009",
        Severity = LintSeverity.Error,
        Title = "Text too long to look at",
        Explanation = "No mail needs a source of a megabyte; most clients would cut it. Put images behind an address, and long lists on a page that the mail links to.",
        Messages = ["The text is longer than {0} characters and was not looked at."],
    };
}
