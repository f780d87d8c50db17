using Automail.Engine.Behavior;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Outcomes;

/// <summary>A contact came to the end of a sequence.</summary>
public sealed class SequenceFinishedEvent(Journeys.Journeys journeys, IStringLocalizer<SequenceFinishedEvent> localizer) : SequenceEvent(journeys, localizer)
{
    /// <inheritdoc/>
    public override LocalizedString DisplayText => S["Sequence finished"];

    /// <inheritdoc/>
    public override string EventType => EventTypes.SequenceFinished;
}
