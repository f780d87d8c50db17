using OrchardCore.ContentManagement.Display.ContentDisplay;
using OrchardCore.ContentManagement.Display.Models;
using OrchardCore.DisplayManagement.Views;
using OrchardCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Templates;

/// <summary>The editor of a layout. On the site itself a layout shows nothing.</summary>
internal sealed class EmailLayoutPartDriver(TemplateValidator validator) : ContentPartDisplayDriver<EmailLayoutPart>
{
    /// <inheritdoc/>
    public override IDisplayResult Edit(EmailLayoutPart part, BuildPartEditorContext context)
        => Initialize<EmailLayoutPartViewModel>(GetEditorShapeType(context), model => (model.Name, model.Html) = (part.Name, part.Html));

    /// <inheritdoc/>
    public override async Task<IDisplayResult> UpdateAsync(EmailLayoutPart part, UpdatePartEditorContext context)
    {
        var model = new EmailLayoutPartViewModel();
        if (await context.Updater.TryUpdateModelAsync(model, Prefix))
        {
            part.Name = model.Name?.Trim() ?? "";
            part.Html = model.Html ?? "";
            foreach (var problem in await validator.CheckAsync(part))
            {
                context.Updater.ModelState.BindValidationResult(Prefix, problem);
            }
        }

        return Edit(part, context);
    }
}
