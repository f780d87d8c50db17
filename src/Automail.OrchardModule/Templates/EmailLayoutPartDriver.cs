using Automail.OrchardModule.Templates.Lint;
using Automail.OrchardModule.Templates.Preview;
using OrchardCore.ContentManagement.Display.ContentDisplay;
using OrchardCore.ContentManagement.Display.Models;
using OrchardCore.DisplayManagement.Views;
using OrchardCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Templates;

/// <summary>The editor of a layout. On the site itself a layout shows nothing.</summary>
internal sealed class EmailLayoutPartDriver(TemplateValidator validator, TemplateLinter linter, FindingTexts texts, PublishGate gate, PreviewPanel panel) : ContentPartDisplayDriver<EmailLayoutPart>
{
    /// <inheritdoc/>
    public override IDisplayResult Edit(EmailLayoutPart part, BuildPartEditorContext context)
    {
        // Known now, and no longer when the shape is made.
        var prefix = Prefix;
        return Combine(
            Initialize<EmailLayoutPartViewModel>(GetEditorShapeType(context), async model =>
            {
                (model.Name, model.Html) = (part.Name, part.Html);
                model.Findings = part.Html.Length == 0 ? [] : [.. (await linter.LintAsync(part)).Select(finding => new FindingViewModel(FindingTexts.Field(finding, isLayout: true), finding.Severity, texts.Text(finding)))];
            }),
            Initialize<TemplatePreviewViewModel>(PreviewPanel.Shape, model => panel.FillAsync(model, prefix, part.ContentItem)).Location("Parts:20"));
    }

    /// <inheritdoc/>
    public override async Task<IDisplayResult> UpdateAsync(EmailLayoutPart part, UpdatePartEditorContext context)
    {
        var model = new EmailLayoutPartViewModel();
        if (await context.Updater.TryUpdateModelAsync(model, Prefix))
        {
            part.Name = model.Name?.Trim() ?? "";
            part.Html = model.Html ?? "";
            var problems = await validator.CheckAsync(part);
            foreach (var problem in problems.Count == 0 && gate.IsPublishing ? await gate.ErrorsAsync(part.ContentItem) : problems)
            {
                context.Updater.ModelState.BindValidationResult(Prefix, problem);
            }
        }

        return Edit(part, context);
    }
}
