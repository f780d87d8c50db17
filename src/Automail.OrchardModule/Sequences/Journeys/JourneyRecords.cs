using Automail.Engine;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>Keeps the enrollment of an instance in step with the instance, whoever ran or deleted it.</summary>
internal sealed class JourneyRecords(IServiceProvider services, OrchardTimeProvider clock) : WorkflowHandlerBase
{
    public override Task CreatedAsync(WorkflowCreatedContext context) => SettleAsync(context.Workflow);

    public override Task UpdatedAsync(WorkflowUpdatedContext context) => SettleAsync(context.Workflow);

    public override Task DeletedAsync(WorkflowDeletedContext context)
        => context.Workflow.Status == WorkflowStatus.Finished
            ? EndAsync(context.Workflow, EnrollmentStatus.Completed, null)
            : EndAsync(context.Workflow, EnrollmentStatus.Removed, "the workflow instance was deleted");

    /// <summary>Ends the enrollment of an instance that has come to an end.</summary>
    /// <param name="workflow">The instance.</param>
    /// <param name="enrollmentId">Its enrollment, for an instance that is not saved.</param>
    public Task SettleAsync(Workflow workflow, string? enrollmentId = null)
    {
        switch (workflow.Status)
        {
            case WorkflowStatus.Finished:
                return EndAsync(workflow, EnrollmentStatus.Completed, null, enrollmentId);

            case WorkflowStatus.Faulted:
                // Another branch may still wait; nothing must wake what has failed.
                workflow.BlockingActivities.Clear();
                return EndAsync(workflow, EnrollmentStatus.Failed, workflow.FaultMessage, enrollmentId);

            case WorkflowStatus.Aborted:
                return EndAsync(workflow, EnrollmentStatus.Removed, workflow.FaultMessage ?? "the workflow was cancelled", enrollmentId);

            default:
                return Task.CompletedTask;
        }
    }

    /// <summary>Ends the enrollment of an instance, if it has one that goes on.</summary>
    public async Task EndAsync(Workflow workflow, EnrollmentStatus status, string? reason, string? enrollmentId = null)
    {
        if ((enrollmentId ?? Journeys.EnrollmentId(workflow)) is not { } id)
        {
            return;
        }

        var unit = services.GetRequiredService<IUnitOfWork>();
        if ((await unit.Enrollments.GetAsync([id])).GetValueOrDefault(id) is { Status: EnrollmentStatus.Active } enrollment
            && enrollment.Instance == workflow.WorkflowId)
        {
            await unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, status, clock.Now(), reason));
        }
    }
}
