using Automail.Engine.Behavior;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Outcomes;

/// <summary>A contact reached the goal of a sequence.</summary>
public sealed class SequenceGoalReachedEvent(Journeys.Journeys journeys, IStringLocalizer<SequenceGoalReachedEvent> localizer) : SequenceEvent(journeys, localizer)
{
    /// <inheritdoc/>
    public override LocalizedString DisplayText => S["Sequence goal reached"];

    /// <inheritdoc/>
    public override string EventType => EventTypes.SequenceGoalReached;
}
