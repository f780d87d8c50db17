using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM007.</summary>
internal sealed class LayoutWithoutContent : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM007",
        Severity = LintSeverity.Error,
        Title = "Layout without content",
        Explanation = "A layout that does not print {{ content }} would send every mail without its body. Put {{ content }} where the body belongs.",
        Messages = ["The layout does not print {{{{ content }}}}."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        if (source is { Kind: LintSourceKind.Layout, IsCut: false } && !source.Liquid.Uses("content"))
        {
            report.Add(About, source.Part);
        }
    }
}
