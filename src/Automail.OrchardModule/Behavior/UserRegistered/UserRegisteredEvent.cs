using Automail.Engine.Behavior;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Behavior.UserRegistered;

/// <summary>Somebody made an account.</summary>
public sealed class UserRegisteredEvent(Journeys journeys, IStringLocalizer<UserRegisteredEvent> localizer) : JourneyTrigger(journeys, localizer)
{
    /// <inheritdoc/>
    public override LocalizedString DisplayText => S["User registered"];

    /// <inheritdoc/>
    public override string EventType => EventTypes.UserRegistered;
}
