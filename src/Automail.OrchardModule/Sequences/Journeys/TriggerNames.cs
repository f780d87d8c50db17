using Microsoft.Extensions.Options;
using OrchardCore.Workflows.Options;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>The names of the triggers that this site has, those of other modules too.</summary>
internal sealed class TriggerNames(IOptions<WorkflowOptions> options)
{
    private readonly HashSet<string> _names = options.Value.ActivityTypes
        .Where(type => type.IsSubclassOf(typeof(JourneyTrigger)))
        .Select(type => type.Name)
        .ToHashSet(StringComparer.Ordinal);

    public bool Contains(string activityName) => _names.Contains(activityName);
}
