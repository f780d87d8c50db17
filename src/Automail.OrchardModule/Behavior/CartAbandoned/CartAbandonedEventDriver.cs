using Automail.Engine;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Behavior.CartAbandoned;

/// <summary>The editor.</summary>
internal sealed class CartAbandonedEventDriver(IStringLocalizer<CartAbandonedEventDriver> localizer)
    : JourneyTriggerDriver<CartAbandonedEvent, CartAbandonedEventViewModel>(localizer)
{
    protected override void EditActivity(CartAbandonedEvent activity, CartAbandonedEventViewModel model)
    {
        model.IdleTime = activity.IdleTime;
        model.MinimumValue = activity.MinimumValue == 0 ? null : activity.MinimumValue;
    }

    protected override void Update(CartAbandonedEvent activity, CartAbandonedEventViewModel model, UpdateEditorContext context)
    {
        activity.IdleTime = model.IdleTime?.Trim() ?? "";
        activity.MinimumValue = model.MinimumValue ?? 0;
        try
        {
            CartAbandonedEvent.ReadIdle(activity.IdleTime);
        }
        catch (FieldException e)
        {
            Report(context, nameof(model.IdleTime), e);
        }

        if (activity.MinimumValue < 0)
        {
            context.Updater.ModelState.AddModelError(Prefix, nameof(model.MinimumValue), S["The minimum value is negative."]);
        }
    }
}
