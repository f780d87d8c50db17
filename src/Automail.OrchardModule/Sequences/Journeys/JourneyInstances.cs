using Automail.Engine.Sequences;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>Ends instances from outside: exits, steps that are gone, failures that the workflow itself does not catch.</summary>
internal sealed class JourneyInstances(IWorkflowStore workflows, JourneyRecords records)
{
    /// <summary>The contact leaves: the instance is finished, at once.</summary>
    public Task ExitAsync(Workflow workflow, WorkflowType? type, string reason)
        => EndAsync(workflow, type, WorkflowStatus.Finished, EnrollmentStatus.Exited, reason);

    /// <summary>The journey has changed so that the instance cannot go on.</summary>
    public Task RemoveAsync(Workflow workflow, string reason)
        => EndAsync(workflow, null, WorkflowStatus.Aborted, EnrollmentStatus.Removed, reason);

    /// <summary>The instance cannot go on because of an error.</summary>
    public Task FailAsync(Workflow workflow, string reason)
        => EndAsync(workflow, null, WorkflowStatus.Faulted, EnrollmentStatus.Failed, reason);

    /// <summary>
    /// Makes sure that the step exists at which the instance waits. If it is gone, the instance no longer waits there; when it waits nowhere else, it ends.
    /// </summary>
    /// <returns>Whether the step is there.</returns>
    public async Task<bool> KeepsStepAsync(Workflow workflow, WorkflowType? type, BlockingActivity step)
    {
        if (type is null)
        {
            await RemoveAsync(workflow, "the workflow was deleted");
            return false;
        }

        if (type.Activities.Any(activity => activity.ActivityId == step.ActivityId))
        {
            return true;
        }

        workflow.BlockingActivities.Remove(step);
        if (workflow.BlockingActivities.Count == 0)
        {
            await RemoveAsync(workflow, $"the step {step.Name} '{step.ActivityId}' at which it waited was removed from the workflow");
        }
        else
        {
            await workflows.SaveAsync(workflow);
        }

        return false;
    }

    private async Task EndAsync(Workflow workflow, WorkflowType? type, WorkflowStatus status, EnrollmentStatus ended, string reason)
    {
        // First the enrollment: saving the instance settles whatever enrollment still goes on.
        await records.EndAsync(workflow, ended, reason);
        workflow.BlockingActivities.Clear();
        (workflow.Status, workflow.FaultMessage) = (status, reason);
        if (status == WorkflowStatus.Finished && type is { DeleteFinishedWorkflows: true })
        {
            await workflows.DeleteAsync(workflow);
        }
        else
        {
            await workflows.SaveAsync(workflow);
        }
    }
}
