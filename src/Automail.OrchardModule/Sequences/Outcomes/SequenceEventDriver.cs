using Automail.OrchardModule.Sequences.Enrolling;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Sequences.Outcomes;

/// <summary>The editor of triggers that hear of the end of a passage.</summary>
/// <typeparam name="TTrigger">The trigger.</typeparam>
/// <param name="choice">The sequences to choose from.</param>
/// <param name="localizer">Texts.</param>
internal abstract class SequenceEventDriver<TTrigger>(SequenceChoice choice, IStringLocalizer localizer) : JourneyTriggerDriver<TTrigger, SequenceEventViewModel>(localizer)
    where TTrigger : SequenceEvent
{
    protected override void EditActivity(TTrigger activity, SequenceEventViewModel model) => choice.Fill(model, activity.Sequence ?? "");

    protected override void Update(TTrigger activity, SequenceEventViewModel model, UpdateEditorContext context)
    {
        var before = activity.Sequence;
        activity.Sequence = model.Sequence?.Trim();
        if (activity.About is { } sequence && sequence != before && !choice.Has(sequence))
        {
            context.Updater.ModelState.AddModelError(Prefix, nameof(model.Sequence), S["There is no sequence '{0}'.", sequence]);
        }
    }
}
