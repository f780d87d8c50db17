using Automail.Engine.Behavior;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>
/// A contact among a workflow's values. The workflow keeps the id only: what Liquid and scripts read is the contact as it is then, and nothing personal
/// lies about in thousands of instances.
/// </summary>
internal sealed class ContactValue(string contactId) : Dictionary<string, object?>(StringComparer.Ordinal)
{
    public string ContactId { get; } = contactId;
}

/// <summary>An event among a workflow's values. The workflow keeps its key in the event log.</summary>
internal sealed class EventValue(string key, BehaviorEvent? behaviorEvent = null) : Dictionary<string, object?>(StringComparer.Ordinal)
{
    public string Key { get; } = key;

    /// <summary>The event, once it was looked up.</summary>
    public BehaviorEvent? Event { get; set; } = behaviorEvent;
}
