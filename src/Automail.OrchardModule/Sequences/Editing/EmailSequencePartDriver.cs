using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Localization;
using OrchardCore.ContentManagement.Display.ContentDisplay;
using OrchardCore.ContentManagement.Display.Models;
using OrchardCore.DisplayManagement.Views;
using OrchardCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>The editor of a sequence, and in the list the way to its people. On the site itself a sequence shows nothing.</summary>
internal sealed class EmailSequencePartDriver(SequenceGate gate, SequenceItemStore items, EditorModel editor, IStringLocalizer<EmailSequencePartDriver> localizer) : ContentPartDisplayDriver<EmailSequencePart>
{
    private readonly IStringLocalizer S = localizer;

    /// <inheritdoc/>
    public override IDisplayResult? Display(EmailSequencePart part, BuildPartDisplayContext context)
        => string.IsNullOrEmpty(part.SequenceId) ? null
            : Initialize<EmailSequencePartViewModel>("EmailSequencePart_SummaryAdmin", model =>
                (model.PublishedId, model.ContentItemId, model.IsArchived) = (part.SequenceId, part.ContentItem.ContentItemId, part.ArchivedUtc is not null)).Location("SummaryAdmin", "Actions:15");

    /// <inheritdoc/>
    public override IDisplayResult Edit(EmailSequencePart part, BuildPartEditorContext context) => Editor(part, context, part.Definition, null);

    private CombinedResult Editor(EmailSequencePart part, BuildPartEditorContext context, string saved, string? savedMeanwhile)
    {
        var publishedId = new Lazy<Task<string>>(() => editor.PublishedIdAsync(part));
        return Combine(
            Initialize<EmailSequencePartViewModel>(GetEditorShapeType(context), async model =>
            {
                await editor.FillAsync(model, part, await publishedId.Value);
                (model.Basis, model.SavedMeanwhile) = (BasisOf(saved), savedMeanwhile);
            }),
            Initialize<SequenceControlsViewModel>("EmailSequenceControls", async model => await editor.FillAsync(model, await publishedId.Value)).Location("Parts:20"));
    }

    /// <inheritdoc/>
    public override async Task<IDisplayResult> UpdateAsync(EmailSequencePart part, UpdatePartEditorContext context)
    {
        var model = new EmailSequencePartViewModel();
        var saved = part.Definition;
        string? savedMeanwhile = null;
        if (await context.Updater.TryUpdateModelAsync(model, Prefix))
        {
            await KeepAsync(part, model.Definition ?? "");
            if (!string.IsNullOrEmpty(model.Basis) && model.Basis != BasisOf(saved) && part.Definition != saved)
            {
                savedMeanwhile = saved;
                context.Updater.ModelState.BindValidationResult(Prefix, new ValidationResult(
                    S["The sequence was saved by somebody else, or in another window, after this page was opened, and nothing of yours is saved. What was saved then stands below. Save once more to put yours in its place."], [nameof(part.Definition)]));
            }

            var problems = await gate.ProblemsAsync(part.ContentItem, part.Definition);
            foreach (var problem in problems.Where(problem => problem.IsError && (gate.IsPublishing || part.Definition.Length > DefinitionText.MaxLength)))
            {
                context.Updater.ModelState.BindValidationResult(Prefix, new ValidationResult(problem.ToString(), [nameof(part.Definition)]));
            }
        }

        return Editor(part, context, saved, savedMeanwhile);
    }

    private static string BasisOf(string? definition)
        => string.IsNullOrEmpty(definition) ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definition)).AsSpan(0, 16));

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
