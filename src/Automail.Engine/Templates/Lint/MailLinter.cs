using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Lint;

/// <summary>
/// Finds what is wrong with a template before it is sent: the rules of <see cref="LintRules"/>, the same for every host. No text makes it throw; a run
/// takes time in proportion to the text's length and stops at 500 findings. Thread-safe.
/// </summary>
/// <param name="liquid">The host's Liquid, which says whether the syntax is right.</param>
public sealed class MailLinter(ILiquid liquid)
{
    /// <summary>The longest text that is looked at, in characters.</summary>
    public const int MaxSource = 1024 * 1024;

    /// <summary>
    /// Looks at a template. Layout and parts are taken into account (an unsubscribe link may stand there), but what is wrong in them is told by
    /// <see cref="LintLayout"/> and <see cref="LintPart"/>.
    /// </summary>
    /// <returns>The findings, in the order of the mail's texts, then of lines and columns.</returns>
    public IReadOnlyList<LintFinding> Lint(MailTemplate template, LintOptions options)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(options);
        options = options with { Theme = options.Theme ?? template.Theme };
        var report = new LintReport();
        var mail = new LintMail(
            template,
            options,
            Source(LintSourceKind.Subject, LintSource.Subject, template.Subject, options, report),
            template.Preheader is null ? null : Source(LintSourceKind.Preheader, LintSource.Preheader, template.Preheader, options, report),
            Source(LintSourceKind.Html, LintSource.Html, template.Html, options, report),
            template.Layout is null ? null : Source(LintSourceKind.Layout, LintSource.Layout, template.Layout, options, report),
            template.Text is null ? null : Source(LintSourceKind.Text, LintSource.Text, template.Text, options, report));
        foreach (var source in (LintSource?[])[mail.Subject, mail.Preheader, mail.Html, mail.Text])
        {
            if (source is not null)
            {
                Check(source, report);
            }
        }

        foreach (var check in LintRules.Checks)
        {
            check.CheckMail(mail, report);
        }

        return report.ToList();
    }

    /// <summary>Looks at a layout, HTML that prints <c>{{ content }}</c>.</summary>
    public IReadOnlyList<LintFinding> LintLayout(string layout, LintOptions options)
        => Lint(LintSourceKind.Layout, LintSource.Layout, layout, options);

    /// <summary>Looks at a part of a theme; <c>EmailStyles</c> and <c>EmailBrand</c> are its style sheet, and <c>EmailLayout</c> a layout.</summary>
    /// <param name="name">The part's name, such as <c>EmailButton</c> or <c>EmailFooter__nl</c>; findings have it as their part.</param>
    /// <param name="source">Its Liquid.</param>
    /// <param name="options">What is known besides.</param>
    public IReadOnlyList<LintFinding> LintPart(string name, string source, LintOptions options)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.Split("__")[0];
        var kind = plain switch { MailTheme.StylesPart or MailTheme.BrandPart => LintSourceKind.Styles, "EmailLayout" => LintSourceKind.Layout, _ => LintSourceKind.Part };
        return Lint(kind, name, source, options);
    }

    private IReadOnlyList<LintFinding> Lint(LintSourceKind kind, string part, string text, LintOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        var report = new LintReport();
        Check(Source(kind, part, text, options, report), report);
        return report.ToList();
    }

    private void Check(LintSource source, LintReport report)
    {
        foreach (var check in LintRules.Checks)
        {
            check.CheckSource(source, report);
        }

        Rules.LiquidSyntax.Check(source, liquid, report);
    }

    // What is too long is taken for empty.
    private static LintSource Source(LintSourceKind kind, string part, string text, LintOptions options, LintReport report)
    {
        if (text.Length <= MaxSource)
        {
            return new LintSource(kind, part, text, options);
        }

        report.Add(Rules.SourceTooLong.About, part, $"{MaxSource}");
        return new LintSource(kind, part, "", options) { IsCut = true };
    }
}
