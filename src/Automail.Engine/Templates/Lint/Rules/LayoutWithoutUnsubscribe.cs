using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint.Rules;

/// <summary>AM207.</summary>
internal sealed class LayoutWithoutUnsubscribe : LintCheck
{
    private static readonly LintRule About = new()
    {
        Code = "AM207",
        Severity = LintSeverity.Note,
        Title = "Layout without unsubscribe link",
        Explanation = "With a layout that prints no unsubscribe link every marketing template has to print one itself. Print the footer or {{ unsubscribe_url }} in the layout; for mails that need no consent it can stay as it is.",
        Messages = ["The layout has no unsubscribe link, so that marketing mails need one in their body."],
    };

    public override LintRule Rule => About;

    public override void CheckSource(LintSource source, LintReport report)
    {
        // Without a body it is another mistake, which is told.
        if (source is not { Kind: LintSourceKind.Layout, IsCut: false } || !source.Liquid.Uses("content"))
        {
            return;
        }

        var parts = UsedParts.Of(source.Options, null, [source]);
        if (!parts.HasUnknown && !parts.Sources.Prepend(source).Any(MissingUnsubscribe.Prints))
        {
            report.Add(About, source.Part);
        }
    }
}
