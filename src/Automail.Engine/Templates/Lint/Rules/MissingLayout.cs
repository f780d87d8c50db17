using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM006: the host looks for the layout, and says so in the options.</summary>
internal sealed class MissingLayout : LintCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM006",
        Severity = LintSeverity.Error,
        Title = "Missing layout",
        Explanation = "The template names a layout that does not exist, so it cannot be rendered. Correct the name, or make the layout.",
        Messages = ["There is no layout '{0}'."],
    };

    public override LintRule Rule => About;

    public override void CheckMail(LintMail mail, LintReport report)
    {
        if (mail.Options.MissingLayout is { } name)
        {
            report.Add(About, LintSource.Layout, name);
        }
    }
}
