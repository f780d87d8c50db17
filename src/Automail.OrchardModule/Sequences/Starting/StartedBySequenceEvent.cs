using Automail.Engine.Behavior;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Starting;

/// <summary>A step of a sequence starts workflows by a name.</summary>
public sealed class StartedBySequenceEvent(Journeys.Journeys journeys, IStringLocalizer<StartedBySequenceEvent> localizer) : Journeys.JourneyTrigger(journeys, localizer)
{
    /// <summary>The longest name, in characters; that of the step.</summary>
    public const int MaxName = 100;

    /// <inheritdoc/>
    public override LocalizedString DisplayText => S["Started by a sequence"];

    /// <inheritdoc/>
    public override string EventType => EventTypes.SequenceStartsWorkflow;

    /// <summary>The name that the step says.</summary>
    public string WorkflowName
    {
        get => GetProperty(() => "");
        set => SetProperty(value);
    }

    /// <inheritdoc/>
    public override string? About => WorkflowName;

    /// <inheritdoc/>
    protected override Reentry DefaultReentry => Reentry.Always;

    /// <inheritdoc/>
    public override bool Wants(BehaviorEvent behaviorEvent) => EventData.Text(behaviorEvent, "workflow") == WorkflowName;
}
