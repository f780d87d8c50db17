using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>The host's workflows, as sequences meet them. What it writes commits with the passage; the workflows run afterwards. A host without workflows has none of it.</summary>
public interface IWorkflows
{
    /// <summary>A passage through a sequence has come to its end: to the end of the steps, to the goal, by an exit, or taken out. One that failed, or was held out, is not told.</summary>
    /// <param name="unit">The unit that ends it.</param>
    /// <param name="passage">The passage as it is now.</param>
    Task OnEndedAsync(IUnitOfWork unit, Enrollment passage);

    /// <summary>Whether some workflow is started by steps with this name.</summary>
    ValueTask<bool> HearsAsync(string name);

    /// <summary>A step starts the workflows of a name.</summary>
    /// <param name="unit">The unit that moves the passage on.</param>
    /// <param name="passage">The passage as it is now.</param>
    /// <param name="start">The step, and the name.</param>
    Task StartAsync(IUnitOfWork unit, Enrollment passage, WorkflowStart start);
}
