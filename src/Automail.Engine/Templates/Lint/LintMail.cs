using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint;

/// <summary>A template while it is being linted.</summary>
/// <param name="Template">The template.</param>
/// <param name="Options">What is known besides.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Preheader">Its preheader, if any.</param>
/// <param name="Html">Its body.</param>
/// <param name="Layout">Its layout, if any; what is wrong in it is told when the layout itself is linted.</param>
/// <param name="Text">Its own text part, if any.</param>
internal sealed record LintMail(
    MailTemplate Template, LintOptions Options, LintSource Subject, LintSource? Preheader, LintSource Html, LintSource? Layout, LintSource? Text)
{
    /// <summary>The theme's parts that body and layout print, and those that these print; and whether there are any whose source is not known.</summary>
    public UsedParts Parts { get; } = UsedParts.Of(Options, Template.Locale, Layout is null ? [Html] : [Html, Layout]);
}
