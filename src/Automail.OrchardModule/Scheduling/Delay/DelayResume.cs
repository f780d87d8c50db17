using Automail.Engine;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Journeys;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>Resumes instances in the transaction of the scope.</summary>
internal sealed class DelayResume(
    IUnitOfWork unit,
    WaitingStore waiting,
    JourneyInstances instances,
    IWorkflowManager manager,
    IWorkflowTypeStore types,
    WorkflowTypeMemory memory,
    OrchardTimeProvider clock)
{
    private static readonly Dictionary<string, object> NoInput = [];

    /// <summary>Resumes what is still due of these instances: another sweep may have been faster.</summary>
    /// <returns>How many moved.</returns>
    public async Task<int> ResumeAsync(IReadOnlyList<long> documentIds)
    {
        memory.IsOn = true;
        var workflows = await waiting.TakeAsync(documentIds);
        var ended = await EndedAsync(workflows);
        var moved = 0;
        foreach (var workflow in workflows)
        {
            if (Journeys.EnrollmentId(workflow) is { } id && ended.TryGetValue(id, out var enrollment))
            {
                await instances.RemoveAsync(workflow, enrollment.EndReason ?? "the contact is no longer on this journey");
                moved++;
            }
            else
            {
                moved += await ResumeAsync(workflow) ? 1 : 0;
            }

            await waiting.ReleaseAsync(workflow, saved: await types.GetAsync(workflow.WorkflowTypeId) is { DeleteFinishedWorkflows: false });
        }

        return moved;
    }

    /// <summary>Ends an instance that could not be resumed.</summary>
    public async Task<int> FailAsync(long documentId, string reason)
    {
        foreach (var workflow in await waiting.TakeAsync([documentId]))
        {
            await instances.FailAsync(workflow, reason);
            return 1;
        }

        return 0;
    }

    /// <summary>The enrollments that have ended although their instances wait: an operator took the contact out, or two people became one.</summary>
    private async Task<IReadOnlyDictionary<string, Enrollment>> EndedAsync(IReadOnlyList<Workflow> workflows)
    {
        string[] ids = [.. workflows.Select(Journeys.EnrollmentId).OfType<string>()];
        return ids.Length == 0
            ? new Dictionary<string, Enrollment>()
            : (await unit.Enrollments.GetAsync(ids)).Where(pair => pair.Value.Status != EnrollmentStatus.Active).ToDictionary();
    }

    private async Task<bool> ResumeAsync(Workflow workflow)
    {
        var now = DueTime.Of(clock.Now());
        var moved = false;
        foreach (var step in workflow.BlockingActivities.Where(step => step.Name == nameof(DelayEvent)).ToArray())
        {
            if (!workflow.BlockingActivities.Contains(step) || DelayEvent.DueAtOf(workflow, step.ActivityId) > now)
            {
                continue;
            }

            moved = true;
            if (await instances.KeepsStepAsync(workflow, await types.GetAsync(workflow.WorkflowTypeId), step))
            {
                using var context = await manager.ResumeWorkflowAsync(workflow, step, NoInput);
            }
        }

        return moved;
    }
}
