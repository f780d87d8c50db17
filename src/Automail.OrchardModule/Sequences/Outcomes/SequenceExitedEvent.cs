using Automail.Engine.Behavior;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Outcomes;

/// <summary>A contact left a sequence before its end: by an exit, or taken out by somebody or something.</summary>
public sealed class SequenceExitedEvent(Journeys.Journeys journeys, IStringLocalizer<SequenceExitedEvent> localizer) : SequenceEvent(journeys, localizer)
{
    /// <inheritdoc/>
    public override LocalizedString DisplayText => S["Sequence exited"];

    /// <inheritdoc/>
    public override string EventType => EventTypes.SequenceExited;
}
