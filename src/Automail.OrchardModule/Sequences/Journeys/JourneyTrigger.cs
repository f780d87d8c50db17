using Automail.Engine.Behavior;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Localization;
using OrchardCore.Workflows.Abstractions.Models;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>
/// What all triggers share. At the start of a workflow a trigger lets contacts into the journey, and says whether they may come in again and what takes
/// them out; in the middle of one it waits for the contact's event. Its settings are those of the workflow type as it is now.
/// </summary>
public abstract class JourneyTrigger : EventActivity
{
    private readonly Journeys _journeys;

    /// <summary>A trigger.</summary>
    /// <param name="journeys">The journeys of the scope.</param>
    /// <param name="localizer">The texts of the trigger's own.</param>
    protected JourneyTrigger(Journeys journeys, IStringLocalizer localizer) => (_journeys, S) = (journeys, localizer);

    /// <inheritdoc/>
    public override string Name => GetType().Name;

    /// <inheritdoc/>
    public override LocalizedString Category => S["Automail"];

    /// <summary>The type of the events that it hears of; see <see cref="EventTypes"/>.</summary>
    public abstract string EventType { get; }

    /// <summary>The one thing that its events have to be about, a sequence for instance, so that events that nobody wants are not even noted; null for anything.</summary>
    public virtual string? About => null;

    /// <summary>Whether a contact may come in again.</summary>
    public ReentryMode ReentryMode
    {
        get => GetProperty(() => DefaultReentry.Mode);
        set => SetProperty(value);
    }

    /// <summary>For <see cref="ReentryMode.After"/>: how long after the last entry, ISO 8601.</summary>
    public string? ReentryPeriod
    {
        get => GetProperty(() => DefaultReentry.Period?.Text);
        set => SetProperty(value);
    }

    /// <summary>The events that end the journey of a contact at once, in the middle of a wait too.</summary>
    public IList<string> ExitOn
    {
        get => GetProperty<IList<string>>(() => []);
        set => SetProperty(value);
    }

    /// <summary>The texts.</summary>
    protected IStringLocalizer S { get; }

    /// <summary>The re-entry of a trigger that was just added.</summary>
    protected virtual Reentry DefaultReentry => Reentry.Never;

    /// <summary>Whether an event of <see cref="EventType"/> is one that it wants.</summary>
    /// <exception cref="Engine.FieldException">A setting is wrong.</exception>
    public virtual bool Wants(BehaviorEvent behaviorEvent) => true;

    /// <summary>The rule of re-entry.</summary>
    /// <exception cref="Engine.FieldException">The period is not a duration.</exception>
    public Reentry ReadReentry()
        => ReentryMode == ReentryMode.After
            ? new Reentry(ReentryMode, WaitDuration.Parse(ReentryPeriod, nameof(ReentryPeriod)))
            : new Reentry(ReentryMode);

    /// <inheritdoc/>
    public override IEnumerable<Outcome> GetPossibleOutcomes(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
        => Outcomes(S["Done"]);

    /// <inheritdoc/>
    public override async Task<bool> CanExecuteAsync(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
        => await _journeys.HeardAsync(workflowContext) is { } behaviorEvent && behaviorEvent.Type == EventType && Wants(behaviorEvent);

    /// <inheritdoc/>
    public override async Task<ActivityExecutionResult> ResumeAsync(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
    {
        await _journeys.EnterAsync(workflowContext);
        return Outcomes("Done");
    }
}
