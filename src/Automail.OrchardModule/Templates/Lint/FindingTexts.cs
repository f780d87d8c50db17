using System.ComponentModel.DataAnnotations;
using Automail.Engine.Templates.Lint;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Templates.Lint;

/// <summary>Findings as people read them.</summary>
internal sealed class FindingTexts(LintTexts texts, IStringLocalizer<FindingTexts> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>The field of the editor that a finding is about.</summary>
    public static string Field(LintFinding finding, bool isLayout) => isLayout ? nameof(EmailLayoutPart.Html) : finding.Part switch
    {
        "subject" => nameof(EmailTemplatePart.Subject),
        "preheader" => nameof(EmailTemplatePart.Preheader),
        "text" => nameof(EmailTemplatePart.Text),
        "layout" => nameof(EmailTemplatePart.Layout),
        "from" => nameof(EmailTemplatePart.From),
        "purpose" => nameof(EmailTemplatePart.Purpose),
        _ => nameof(EmailTemplatePart.Html),
    };

    /// <summary>The finding with its line, where it has one.</summary>
    public string Text(LintFinding finding)
        => finding.Line > 0 ? S["Line {0}: {1} ({2})", finding.Line, texts.Message(finding), finding.Code] : Beside(finding);

    /// <summary>The finding where its line is to be seen.</summary>
    public string Beside(LintFinding finding) => S["{0} ({1})", texts.Message(finding), finding.Code];

    /// <summary>The errors among findings, each with its field.</summary>
    public IEnumerable<ValidationResult> Errors(IEnumerable<LintFinding> findings, bool isLayout = false)
        => findings.Where(finding => finding.Severity == LintSeverity.Error).Select(finding => new ValidationResult(Text(finding), [Field(finding, isLayout)]));
}
