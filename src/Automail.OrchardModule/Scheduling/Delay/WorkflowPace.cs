using System.Runtime.CompilerServices;
using Automail.Engine.Scheduling;
using OrchardCore.Workflows.Models;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>
/// From when the step that a running workflow is at counts. In time that is the present. After a Delay that ended late it is the moment at which the Delay
/// was to end, so that what follows keeps its distance and the overdue policy sees how late it is, as in sequences.
/// </summary>
internal sealed class WorkflowPace(OrchardTimeProvider clock)
{
    private readonly ConditionalWeakTable<WorkflowExecutionContext, object> _moments = [];

    public DateTimeOffset Now => clock.Now();

    /// <summary>The moment from which the next step counts.</summary>
    public DateTimeOffset Of(WorkflowExecutionContext workflow)
        => _moments.TryGetValue(workflow, out var moment) ? (DateTimeOffset)moment : clock.Now();

    /// <summary>A Delay that was to end at <paramref name="due"/> has ended.</summary>
    public void Ended(WorkflowExecutionContext workflow, DateTimeOffset due) => _moments.AddOrUpdate(workflow, due);

    /// <summary>Something was done now, and what follows counts from it.</summary>
    public void Done(WorkflowExecutionContext workflow) => _moments.Remove(workflow);
}
