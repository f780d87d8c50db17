using System.Text.Json;
using System.Text.Json.Nodes;
using OrchardCore.Workflows.Models;

namespace Automail.OrchardModule.Tests.Workflows;

/// <summary>A workflow type in code: each step follows the one before, by the outcome that it has when all is well.</summary>
internal sealed class FlowBuilder(string id, string? name = null)
{
    private readonly List<Transition> _transitions = [];
    private readonly List<ActivityRecord> _activities = [];
    private string _from = "";
    private string _outcome = "";

    public FlowBuilder Start<TActivity>(string activityId, object? properties = null) => Add<TActivity>(activityId, properties, isStart: true);

    public FlowBuilder Then<TActivity>(string activityId, object? properties = null)
    {
        var (from, outcome) = (_from, _outcome);
        Add<TActivity>(activityId, properties, isStart: false);
        return Connect(from, outcome, activityId);
    }

    /// <summary>Goes on from an earlier step, by another outcome.</summary>
    public FlowBuilder From(string activityId, string outcome)
    {
        (_from, _outcome) = (activityId, outcome);
        return this;
    }

    /// <summary>Goes back to a step.</summary>
    public FlowBuilder To(string activityId) => Connect(_from, _outcome, activityId);

    public WorkflowType Build(bool deleteFinished = false, bool enabled = true) => new()
    {
        WorkflowTypeId = id,
        Name = name ?? id,
        IsEnabled = enabled,
        DeleteFinishedWorkflows = deleteFinished,
        Activities = _activities,
        Transitions = _transitions,
    };

    private FlowBuilder Connect(string from, string outcome, string to)
    {
        _transitions.Add(new Transition { SourceActivityId = from, SourceOutcomeName = outcome, DestinationActivityId = to });
        return this;
    }

    private FlowBuilder Add<TActivity>(string activityId, object? properties, bool isStart)
    {
        _activities.Add(new ActivityRecord
        {
            ActivityId = activityId,
            Name = typeof(TActivity).Name,
            IsStart = isStart,
            Properties = properties is null ? [] : JsonSerializer.SerializeToNode(properties)!.AsObject(),
        });
        (_from, _outcome) = (activityId, typeof(TActivity).Name switch
        {
            "SendTemplatedEmailTask" => "Queued",
            "IfElseTask" => "True",
            _ => "Done",
        });
        return this;
    }
}
