using Automail.Engine.Flow;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences;

/// <summary>The names that people gave to journeys: sequences and workflows.</summary>
internal sealed class JourneyNames(SequenceCatalog sequences, IWorkflowTypeStore workflowTypes)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The name of each journey; its id where it has none, or is gone.</summary>
    public async Task<IReadOnlyDictionary<string, string>> FindAsync(IEnumerable<string> journeyIds)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in journeyIds.Distinct(StringComparer.Ordinal))
        {
            if (!_names.TryGetValue(id, out var name))
            {
                _names[id] = name = await FindAsync(id) is { Length: > 0 } given ? given : id;
            }

            found[id] = name;
        }

        return found;
    }

    private async Task<string?> FindAsync(string id)
        => Journeys.Journeys.WorkflowTypeId(id) is { } workflowTypeId
            ? (await workflowTypes.GetAsync(workflowTypeId))?.Name
            : sequences.Current.GetValueOrDefault(id)?.Definition.Name;
}
