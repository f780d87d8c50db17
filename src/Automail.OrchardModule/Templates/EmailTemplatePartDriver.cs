using Automail.OrchardModule.Templates.Lint;
using Automail.OrchardModule.Templates.Preview;
using OrchardCore.ContentManagement.Display.ContentDisplay;
using OrchardCore.ContentManagement.Display.Models;
using OrchardCore.DisplayManagement.Views;
using OrchardCore.Localization;
using OrchardCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Templates;

/// <summary>The editor of a template. On the site itself a template shows nothing: it is made for mail.</summary>
internal sealed class EmailTemplatePartDriver(
    TemplateValidator validator, TemplateLinter linter, FindingTexts texts, PublishGate gate, ILocalizationService localization, PreviewPanel panel) : ContentPartDisplayDriver<EmailTemplatePart>
{
    /// <inheritdoc/>
    public override IDisplayResult Display(EmailTemplatePart part, BuildPartDisplayContext context)
        => Initialize<EmailTemplatePartViewModel>("EmailTemplatePart_SummaryAdmin", model => Fill(model, part)).Location("SummaryAdmin", "Meta:20");

    /// <inheritdoc/>
    public override IDisplayResult Edit(EmailTemplatePart part, BuildPartEditorContext context)
    {
        // Known now, and no longer when the shape is made.
        var prefix = Prefix;
        return Combine(
            Initialize<EmailTemplatePartViewModel>(GetEditorShapeType(context), model => FillEditorAsync(model, part)),
            Initialize<TemplatePreviewViewModel>(PreviewPanel.Shape, model => panel.FillAsync(model, prefix, part.ContentItem)).Location("Parts:20"));
    }

    /// <inheritdoc/>
    public override async Task<IDisplayResult> UpdateAsync(EmailTemplatePart part, UpdatePartEditorContext context)
    {
        var model = new EmailTemplatePartViewModel();
        if (await context.Updater.TryUpdateModelAsync(model, Prefix))
        {
            part.Name = model.Name?.Trim() ?? "";
            part.Locale = Text(model.Locale);
            part.Subject = model.Subject?.Trim() ?? "";
            part.Preheader = Text(model.Preheader);
            part.Purpose = model.Purpose?.Trim() ?? "";
            (part.Format, part.Html) = (model.Format, model.Html ?? "");
            part.Text = Text(model.Text);
            part.Layout = Text(model.Layout);
            part.From = Text(model.From);
            var problems = await validator.CheckAsync(part);
            foreach (var problem in problems.Count == 0 && gate.IsPublishing ? await gate.ErrorsAsync(part.ContentItem) : problems)
            {
                context.Updater.ModelState.BindValidationResult(Prefix, problem);
            }
        }

        return Edit(part, context);
    }

    private async ValueTask FillEditorAsync(EmailTemplatePartViewModel model, EmailTemplatePart part)
    {
        Fill(model, part);
        model.Layouts = await validator.LayoutNamesAsync();
        model.Findings = part.Html.Length == 0 ? [] : [.. (await linter.LintAsync(part)).Select(finding => new FindingViewModel(FindingTexts.Field(finding, isLayout: false), finding.Severity, texts.Text(finding)))];
        model.Locales = await localization.GetSupportedCulturesAsync();
    }

    private static void Fill(EmailTemplatePartViewModel model, EmailTemplatePart part)
    {
        (model.Name, model.Locale, model.Subject, model.Preheader, model.Purpose) = (part.Name, part.Locale, part.Subject, part.Preheader, part.Purpose);
        (model.Format, model.LocalizedAs) = (part.Format, TemplateLocale.OfLocalization(part.ContentItem));
        (model.Html, model.Text, model.Layout, model.From) = (part.Html, part.Text, part.Layout, part.From);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
