using Automail.OrchardModule.Sequences.Journeys;
using Automail.OrchardModule.Storage;
using OrchardCore.Workflows.Models;
using YesSql.Indexes;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>
/// What a workflow instance waits for: one row per activity that it is halted on, for journeys and for workflows that use Automail's activities. Derived from
/// the workflow's document, so that it commits with it and no second record can drift from it.
/// </summary>
internal sealed class WaitingIndex : MapIndex
{
    public long DocumentId { get; set; }

    /// <summary>The instance.</summary>
    public string WorkflowId { get; set; } = "";

    public string WorkflowTypeId { get; set; } = "";

    /// <summary>The key of the correlation id, which is the contact's id.</summary>
    public string ContactKey { get; set; } = "";

    public string ActivityId { get; set; } = "";

    public string ActivityName { get; set; } = "";

    /// <summary>For a Delay, when it is over, see <see cref="Engine.Scheduling.DueTime"/>; null for what no time ends.</summary>
    public long? DueAt { get; set; }

    /// <summary>Written by whoever works on the instance, so that two cannot at once.</summary>
    public long Claim { get; set; }
}

internal sealed class WaitingIndexProvider(TriggerNames triggers) : IndexProvider<Workflow>
{
    public override void Describe(DescribeContext<Workflow> context)
        => context.For<WaitingIndex>().Map(workflow =>
        {
            var journey = Journeys.EnrollmentId(workflow) is not null;
            return workflow.BlockingActivities
                .Where(blocking => journey || blocking.Name == nameof(DelayEvent) || triggers.Contains(blocking.Name))
                .Select(blocking => new WaitingIndex
                {
                    WorkflowId = workflow.WorkflowId,
                    WorkflowTypeId = workflow.WorkflowTypeId,
                    ContactKey = Keys.Of(workflow.CorrelationId ?? ""),
                    ActivityId = blocking.ActivityId,
                    ActivityName = blocking.Name,
                    DueAt = blocking.Name == nameof(DelayEvent) ? DelayEvent.DueAtOf(workflow, blocking.ActivityId) : null,
                });
        });
}
