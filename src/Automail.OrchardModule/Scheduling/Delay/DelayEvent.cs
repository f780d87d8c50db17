using System.Text.Json.Nodes;
using Automail.Engine;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using NodaTime;
using OrchardCore.Workflows.Abstractions.Models;
using OrchardCore.Workflows.Activities;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>
/// Waits: for a duration, until a time of day in the contact's zone, or until a date. The end is worked out when the Delay begins and kept in the instance, so
/// that it survives restarts and does not move when the workflow is edited. What waits costs nothing until it is due; see <see cref="WaitingIndex"/>.
/// </summary>
public sealed class DelayEvent(IServiceProvider services, IStringLocalizer<DelayEvent> localizer) : EventActivity
{
    private const string DueAtName = "DueAt";

    /// <inheritdoc/>
    public override string Name => nameof(DelayEvent);

    /// <inheritdoc/>
    public override LocalizedString DisplayText => localizer["Delay"];

    /// <inheritdoc/>
    public override LocalizedString Category => localizer["Automail"];

    /// <summary>What it waits for.</summary>
    public DelayMode Mode
    {
        get => GetProperty(() => DelayMode.Duration);
        set => SetProperty(value);
    }

    /// <summary>How long, ISO 8601.</summary>
    public string Duration
    {
        get => GetProperty(() => "PT1H");
        set => SetProperty(value);
    }

    /// <summary>Until when, a time of day in the contact's zone, else the site's.</summary>
    public string TimeOfDay
    {
        get => GetProperty(() => "09:00");
        set => SetProperty(value);
    }

    /// <summary>Until when, Liquid that gives a date, or a date and time. Without an offset it is meant in the contact's zone.</summary>
    public WorkflowExpression<string> Date
    {
        get => GetProperty(() => new WorkflowExpression<string>());
        set => SetProperty(value);
    }

    /// <summary>When it ends, see <see cref="DueTime"/>; null before it has begun.</summary>
    private long? DueAt
    {
        get => GetProperty<long?>(name: DueAtName);
        set => SetProperty(value, DueAtName);
    }

    /// <summary>When the Delay of a stored workflow ends. A Delay without an end would wait for ever, so it is due.</summary>
    internal static long DueAtOf(Workflow workflow, string activityId)
        => workflow.State?[nameof(WorkflowState.ActivityStates)]?[activityId] is JsonObject state && state[DueAtName] is { } due ? due.GetValue<long>() : 0;

    /// <inheritdoc/>
    public override IEnumerable<Outcome> GetPossibleOutcomes(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
        => Outcomes(localizer["Done"]);

    /// <inheritdoc/>
    public override bool CanExecute(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
        => workflowContext.Status != WorkflowStatus.Resuming || IsOver(Pace.Now);

    /// <inheritdoc/>
    public override async Task<ActivityExecutionResult> ExecuteAsync(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
    {
        var from = Pace.Of(workflowContext);
        var end = await EndAsync(workflowContext, from);

        // A date that had passed before the Delay began makes nothing late.
        DueAt = DueTime.RoundUp(end > from ? end : from);
        return IsOver(Pace.Now) ? Over(workflowContext) : Halt();
    }

    /// <inheritdoc/>
    public override ActivityExecutionResult Resume(WorkflowExecutionContext workflowContext, ActivityContext activityContext)
        => IsOver(Pace.Now) ? Over(workflowContext) : Halt();

    private WorkflowPace Pace => services.GetRequiredService<WorkflowPace>();

    private bool IsOver(DateTimeOffset now) => (DueAt ?? 0) <= DueTime.Of(now);

    private ActivityExecutionResult Over(WorkflowExecutionContext workflow)
    {
        if (DueAt is { } due)
        {
            Pace.Ended(workflow, DueTime.ToTime(due));
        }

        return Outcomes("Done");
    }

    private async Task<DateTimeOffset> EndAsync(WorkflowExecutionContext workflow, DateTimeOffset from)
    {
        switch (Mode)
        {
            case DelayMode.TimeOfDay:
                return DelayRule.AtTimeOfDay(from, TimeOfDay, await ZoneAsync(workflow));

            case DelayMode.Date:
                var text = await services.GetRequiredService<IWorkflowExpressionEvaluator>().EvaluateAsync(Date, workflow, null);
                return DelayRule.AtDate(text, await ZoneAsync(workflow));

            default:
                var duration = WaitDuration.Parse(Duration, nameof(Duration));

                // Elapsed time needs no zone, and most delays are that: no contact is read for them.
                return duration.After(from, duration.IsElapsed ? DateTimeZone.Utc : await ZoneAsync(workflow));
        }
    }

    private async Task<DateTimeZone> ZoneAsync(WorkflowExecutionContext workflow)
    {
        var contact = await services.GetRequiredService<Journeys>().ContactAsync(workflow);
        return WallClock.Zone(contact?.TimeZone, (await services.GetRequiredService<ISite>().GetProfileAsync()).TimeZone);
    }
}
