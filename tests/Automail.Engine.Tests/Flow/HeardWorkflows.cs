using Automail.Engine.Flow;
using Automail.Engine.Sequences;

namespace Automail.Engine.Tests.Flow;

/// <summary>A host's workflows that only note what they hear.</summary>
internal sealed class HeardWorkflows : IWorkflows
{
    /// <summary>The name that starts a workflow.</summary>
    public const string Known = "Call";

    public List<(string Sequence, EnrollmentStatus Status, string? Reason)> Ended { get; } = [];

    public List<(string Passage, string Step, string Workflow)> Started { get; } = [];

    public Task OnEndedAsync(IUnitOfWork unit, Enrollment passage)
    {
        Ended.Add((passage.JourneyId, passage.Status, passage.EndReason));
        return Task.CompletedTask;
    }

    public ValueTask<bool> HearsAsync(string name) => ValueTask.FromResult(name == Known);

    public Task StartAsync(IUnitOfWork unit, Enrollment passage, WorkflowStart start)
    {
        Started.Add((passage.Id, start.StepId, start.Workflow));
        return Task.CompletedTask;
    }
}
