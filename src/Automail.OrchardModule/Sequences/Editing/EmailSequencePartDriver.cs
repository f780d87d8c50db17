using System.ComponentModel.DataAnnotations;
using OrchardCore.ContentManagement.Display.ContentDisplay;
using OrchardCore.ContentManagement.Display.Models;
using OrchardCore.DisplayManagement.Views;
using OrchardCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>The editor of a sequence, and in the list the way to its people. On the site itself a sequence shows nothing.</summary>
internal sealed class EmailSequencePartDriver(SequenceGate gate, SequenceItemStore items, EditorModel editor) : ContentPartDisplayDriver<EmailSequencePart>
{
    /// <inheritdoc/>
    public override IDisplayResult? Display(EmailSequencePart part, BuildPartDisplayContext context)
        => string.IsNullOrEmpty(part.SequenceId) ? null
            : Initialize<EmailSequencePartViewModel>("EmailSequencePart_SummaryAdmin", model =>
                (model.PublishedId, model.ContentItemId, model.IsArchived) = (part.SequenceId, part.ContentItem.ContentItemId, part.ArchivedUtc is not null)).Location("SummaryAdmin", "Actions:15");

    /// <inheritdoc/>
    public override IDisplayResult Edit(EmailSequencePart part, BuildPartEditorContext context)
    {
        var publishedId = new Lazy<Task<string>>(() => editor.PublishedIdAsync(part));
        return Combine(
            Initialize<EmailSequencePartViewModel>(GetEditorShapeType(context), async model => await editor.FillAsync(model, part, await publishedId.Value)),
            Initialize<SequenceControlsViewModel>("EmailSequenceControls", async model => await editor.FillAsync(model, await publishedId.Value)).Location("Parts:20"));
    }

    /// <inheritdoc/>
    public override async Task<IDisplayResult> UpdateAsync(EmailSequencePart part, UpdatePartEditorContext context)
    {
        var model = new EmailSequencePartViewModel();
        if (await context.Updater.TryUpdateModelAsync(model, Prefix))
        {
            await KeepAsync(part, model.Definition ?? "");
            var problems = await gate.ProblemsAsync(part.ContentItem, part.Definition);
            foreach (var problem in problems.Where(problem => problem.IsError && (gate.IsPublishing || part.Definition.Length > DefinitionText.MaxLength)))
            {
                context.Updater.ModelState.BindValidationResult(Prefix, new ValidationResult(problem.ToString(), [nameof(part.Definition)]));
            }
        }

        return Edit(part, context);
    }

    /// <summary>What was typed is what is stored, but for the line breaks that a form makes, and an id where none was given.</summary>
    private async Task KeepAsync(EmailSequencePart part, string definition)
    {
        if (!DefinitionText.SameButForLineBreaks(part.Definition, definition))
        {
            part.Definition = DefinitionText.Lines(definition);
        }

        if (part.Definition.Length <= DefinitionText.MaxLength && DefinitionText.HasNo(part.Definition, "id"))
        {
            part.Definition = DefinitionText.With(part.Definition, "id", await items.IdForAsync(part.ContentItem.ContentItemId, part.ContentItem.DisplayText));
        }
    }
}
