using Automail.Engine;
using Automail.Engine.Scheduling;

namespace Automail.StoreContracts;

/// <summary>Words for the suites about the due queue.</summary>
public abstract class DueContract : StoreContract
{
    private protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private protected static DueItem Item(string key, double seconds, string kind = "step") => new(key, kind, Some.After(seconds));

    private protected static Task ScheduleAsync(IAutomailStore store, params DueItem[] items) => store.ExecuteAsync(async u =>
    {
        foreach (var item in items)
        {
            await u.Due.ScheduleAsync(item);
        }
    });

    private protected static Task<IReadOnlyList<DueLease>> ClaimAsync(IAutomailStore store, DateTimeOffset now, int max, string[]? kinds = null)
        => store.ExecuteAsync(u => u.Due.ClaimAsync(now, Lease, max, kinds));

    private protected static Task<bool> CompleteAsync(IAutomailStore store, DueLease lease) => store.ExecuteAsync(u => u.Due.CompleteAsync(lease));

    private protected static Task<bool> RetryAsync(IAutomailStore store, DueLease lease, DateTimeOffset retryAt)
        => store.ExecuteAsync(u => u.Due.RetryAsync(lease, retryAt, "it failed"));
}
