using Automail.Engine.Behavior;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Behavior.OrderPlaced;

/// <summary>An order was placed.</summary>
public sealed class OrderPlacedEvent(Journeys journeys, IStringLocalizer<OrderPlacedEvent> localizer) : JourneyTrigger(journeys, localizer)
{
    /// <inheritdoc/>
    public override LocalizedString DisplayText => S["Order placed"];

    /// <inheritdoc/>
    public override string EventType => EventTypes.OrderPlaced;

    /// <summary>The least total of the orders that count, in the order's own currency; zero for every order.</summary>
    public decimal MinimumValue
    {
        get => GetProperty(() => 0m);
        set => SetProperty(value);
    }

    /// <inheritdoc/>
    protected override Reentry DefaultReentry => Reentry.Always;

    /// <inheritdoc/>
    public override bool Wants(BehaviorEvent behaviorEvent) => EventData.Number(behaviorEvent, "total") >= MinimumValue;
}
