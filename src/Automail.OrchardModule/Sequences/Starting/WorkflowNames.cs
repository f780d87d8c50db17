using Automail.Engine.Behavior;
using Automail.OrchardModule.Sequences.Journeys;

namespace Automail.OrchardModule.Sequences.Starting;

/// <summary>The names by which steps of sequences can start workflows.</summary>
internal sealed class WorkflowNames(JourneyCatalog catalog)
{
    /// <summary>All of them, in order.</summary>
    public async Task<IReadOnlyList<string>> ListAsync()
        => [.. (await catalog.GetAsync())
            .Where(trigger => trigger.EventType == EventTypes.SequenceStartsWorkflow && !string.IsNullOrEmpty(trigger.About))
            .Select(trigger => trigger.About!)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.CurrentCulture)];
}
