using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint;

/// <summary>A template while it is being linted.</summary>
/// <param name="Template">The template.</param>
/// <param name="Options">What is known besides.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Preheader">Its preheader, if any.</param>
/// <param name="Html">Its body.</param>
/// <param name="Text">Its own text part, if any.</param>
internal sealed record LintMail(
    MailTemplate Template, LintOptions Options, LintSource Subject, LintSource? Preheader, LintSource Html, LintSource? Text);
