using Automail.Engine.Behavior;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Outcomes;

/// <summary>What the triggers share that hear of the end of a passage through a sequence.</summary>
public abstract class SequenceEvent : JourneyTrigger
{
    /// <summary>A trigger.</summary>
    /// <param name="journeys">The journeys of the scope.</param>
    /// <param name="localizer">The texts of the trigger's own.</param>
    protected SequenceEvent(Journeys.Journeys journeys, IStringLocalizer localizer)
        : base(journeys, localizer)
    {
    }

    /// <summary>The id of the sequence that counts; empty for every sequence.</summary>
    public string? Sequence
    {
        get => GetProperty<string?>();
        set => SetProperty(value);
    }

    /// <inheritdoc/>
    public override string? About => string.IsNullOrEmpty(Sequence) ? null : Sequence;

    /// <inheritdoc/>
    protected override Reentry DefaultReentry => Reentry.Always;

    /// <inheritdoc/>
    public override bool Wants(BehaviorEvent behaviorEvent) => About is null || EventData.Text(behaviorEvent, "sequence") == About;
}
