using OrchardCore.Documents;

namespace Automail.OrchardModule.Scheduling;

/// <summary>When the background task last ran, for the admin pages and the health check. Volatile: a site at rest must not write to its database every minute.</summary>
public sealed class SweepLog(IVolatileDocumentManager<SweepState> documents)
{
    /// <summary>What is known.</summary>
    public Task<SweepState> GetAsync() => documents.GetOrCreateImmutableAsync();

    internal async Task RecordAsync(int count, string? error)
    {
        var state = await documents.GetOrCreateMutableAsync();
        (state.LastSweep, state.LastCount, state.LastError) = (TimeProvider.System.GetUtcNow(), count, error);
        await documents.UpdateAsync(state);
    }
}
