using System.Globalization;
using Automail.Engine;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Scheduling.Delay;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>Looks at everybody on a journey whose workflow type was changed or deleted, a stretch at a time.</summary>
internal sealed class JourneyReview(
    IUnitOfWork unit, WaitingStore waiting, JourneyInstances instances, IWorkflowTypeStore types, OrchardTimeProvider clock)
{
    private const int Stretch = 200;

    /// <summary>Ends the instances that wait at a step that is gone.</summary>
    /// <returns>Where the next stretch begins; null when this was the last.</returns>
    public async Task<long?> ChangedAsync(string workflowTypeId, long after)
    {
        if (await types.GetAsync(workflowTypeId) is not { } type)
        {
            return null;
        }

        var rows = await waiting.OfTypeAsync(workflowTypeId, after, Stretch);
        var steps = type.Activities.Select(activity => activity.ActivityId).ToHashSet(StringComparer.Ordinal);
        foreach (var workflow in await waiting.TakeAsync(rows.Where(row => !steps.Contains(row.ActivityId)).Select(row => row.DocumentId)))
        {
            foreach (var step in workflow.BlockingActivities.ToArray())
            {
                await instances.KeepsStepAsync(workflow, type, step);
            }

            await waiting.ReleaseAsync(workflow);
        }

        return rows.Count < Stretch ? null : rows[^1].DocumentId;
    }

    /// <summary>Ends the enrollments whose instances Orchard has deleted with the type. An import deletes and adds, and others may have entered since.</summary>
    /// <returns>Where the next stretch begins; null when this was the last.</returns>
    public async Task<long?> DeletedAsync(string workflowTypeId, long after)
    {
        var (enrollments, next) = await unit.Enrollments.ActiveInAsync(Journeys.JourneyId(workflowTypeId), after == 0 ? null : after.ToString(CultureInfo.InvariantCulture), Stretch);
        var alive = (await waiting.OfInstancesAsync([.. enrollments.Select(enrollment => enrollment.Instance).OfType<string>()]))
            .Select(row => row.WorkflowId)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var enrollment in enrollments.Where(enrollment => enrollment.Instance is null || !alive.Contains(enrollment.Instance)))
        {
            await unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, EnrollmentStatus.Removed, clock.Now(), "the workflow was deleted, or imported again"));
        }

        return next is null ? null : long.Parse(next, CultureInfo.InvariantCulture);
    }
}
