using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Behavior.OrderPlaced;

/// <summary>The editor.</summary>
internal sealed class OrderPlacedEventDriver(IStringLocalizer<OrderPlacedEventDriver> localizer)
    : JourneyTriggerDriver<OrderPlacedEvent, OrderPlacedEventViewModel>(localizer)
{
    protected override void EditActivity(OrderPlacedEvent activity, OrderPlacedEventViewModel model)
        => model.MinimumValue = activity.MinimumValue == 0 ? null : activity.MinimumValue;

    protected override void Update(OrderPlacedEvent activity, OrderPlacedEventViewModel model, UpdateEditorContext context)
    {
        activity.MinimumValue = model.MinimumValue ?? 0;
        if (activity.MinimumValue < 0)
        {
            context.Updater.ModelState.AddModelError(Prefix, nameof(model.MinimumValue), S["The minimum value is negative."]);
        }
    }
}
