using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Sequences.Starting;

/// <summary>The editor.</summary>
internal sealed class StartedBySequenceEventDriver(SequenceCatalog sequences, IStringLocalizer<StartedBySequenceEventDriver> localizer)
    : JourneyTriggerDriver<StartedBySequenceEvent, StartedBySequenceEventViewModel>(localizer)
{
    protected override void EditActivity(StartedBySequenceEvent activity, StartedBySequenceEventViewModel model)
    {
        model.WorkflowName = activity.WorkflowName;
        model.Known = [.. sequences.Current.Values.SelectMany(plan => plan.Workflows()).Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCulture)];
    }

    protected override void Update(StartedBySequenceEvent activity, StartedBySequenceEventViewModel model, UpdateEditorContext context)
    {
        activity.WorkflowName = model.WorkflowName?.Trim() ?? "";
        if (activity.WorkflowName.Length is 0 or > StartedBySequenceEvent.MaxName)
        {
            context.Updater.ModelState.AddModelError(Prefix, nameof(model.WorkflowName), S["The name has to have 1 to {0} characters.", StartedBySequenceEvent.MaxName]);
        }
    }
}
