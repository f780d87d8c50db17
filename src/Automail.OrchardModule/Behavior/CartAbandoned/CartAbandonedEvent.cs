using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Behavior.CartAbandoned;

/// <summary>A cart was left for as long as this trigger says.</summary>
public sealed class CartAbandonedEvent(Journeys journeys, IStringLocalizer<CartAbandonedEvent> localizer) : JourneyTrigger(journeys, localizer)
{
    /// <summary>The longest idle time: a cart that rests longer than a month is forgotten.</summary>
    public static readonly TimeSpan MaxIdle = TimeSpan.FromDays(31);

    private static readonly Reentry Weekly = new(ReentryMode.After, WaitDuration.Parse("P7D", nameof(ReentryPeriod)));

    /// <inheritdoc/>
    public override LocalizedString DisplayText => S["Cart abandoned"];

    /// <inheritdoc/>
    public override string EventType => EventTypes.CartAbandoned;

    /// <summary>How long a cart rests before it counts as abandoned, ISO 8601 with whole seconds.</summary>
    public string IdleTime
    {
        get => GetProperty(() => WaitDuration.Elapsed(CartRule.StandardIdle).Text);
        set => SetProperty(value);
    }

    /// <summary>The least value of the carts that count, in the cart's own currency; zero for every cart.</summary>
    public decimal MinimumValue
    {
        get => GetProperty(() => 0m);
        set => SetProperty(value);
    }

    /// <inheritdoc/>
    protected override Reentry DefaultReentry => Weekly;

    /// <summary>Reads an idle time. A cart has no zone, so that a day is 24 hours.</summary>
    /// <exception cref="FieldException">It is not a duration of one minute to <see cref="MaxIdle"/>.</exception>
    public static TimeSpan ReadIdle(string? text)
    {
        var idle = WaitDuration.Parse(text, nameof(IdleTime)).Approximate();
        return idle >= TimeSpan.FromMinutes(1) && idle <= MaxIdle
            ? idle
            : throw new FieldException(nameof(IdleTime), $"'{text}' is shorter than a minute or longer than {MaxIdle.Days} days.");
    }

    /// <inheritdoc/>
    public override bool Wants(BehaviorEvent behaviorEvent)
        => EventData.Text(behaviorEvent, "idle") is { } idle
            && WaitDuration.Parse(idle, "idle").Approximate() == ReadIdle(IdleTime)
            && EventData.Number(behaviorEvent, "total") >= MinimumValue;
}
