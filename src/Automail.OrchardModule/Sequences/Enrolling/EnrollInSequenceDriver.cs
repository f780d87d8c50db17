using Microsoft.Extensions.Localization;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.DisplayManagement.Views;
using OrchardCore.Mvc.ModelBinding;
using OrchardCore.Workflows.Display;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>The editor.</summary>
internal sealed class EnrollInSequenceDriver(SequenceChoice choice, IStringLocalizer<EnrollInSequenceDriver> localizer)
    : ActivityDisplayDriver<EnrollInSequenceTask, SequenceTaskViewModel>
{
    public override async Task<IDisplayResult> UpdateAsync(EnrollInSequenceTask activity, UpdateEditorContext context)
    {
        var model = new SequenceTaskViewModel();
        await context.Updater.TryUpdateModelAsync(model, Prefix, one => one.Sequence);
        activity.Sequence = model.Sequence?.Trim() ?? "";
        if (!choice.Has(activity.Sequence))
        {
            context.Updater.ModelState.AddModelError(Prefix, nameof(model.Sequence), localizer["Choose a sequence."]);
        }

        return Edit(activity, context);
    }

    protected override void EditActivity(EnrollInSequenceTask activity, SequenceTaskViewModel model) => choice.Fill(model, activity.Sequence);
}
