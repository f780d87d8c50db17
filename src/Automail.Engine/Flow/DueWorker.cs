using Automail.Engine.Scheduling;
using Microsoft.Extensions.Logging;

namespace Automail.Engine.Flow;

/// <summary>Does what is due of one kind.</summary>
public interface IDueHandler
{
    /// <summary>The kind.</summary>
    string Kind { get; }

    /// <summary>
    /// Does the work for claimed items and completes them in the transaction that holds the work. An item whose lease was lost is left alone.
    /// </summary>
    Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken);

    /// <summary>Ends an item that failed too often, recording the reason where people look for it.</summary>
    Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken);
}

/// <summary>Drains the due queue in batches. Many workers, in one process or several, may run on one store.</summary>
public sealed class DueWorker(IAutomailStore store, TimeProvider clock, IEnumerable<IDueHandler> handlers, ILogger<DueWorker> logger)
{
    /// <summary>How many items are claimed at once.</summary>
    public const int BatchSize = 500;

    /// <summary>After this many claims an item that keeps failing is given up.</summary>
    public const int MaxAttempts = 10;

    /// <summary>How long a claim holds; a crashed worker's items are taken over after it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, IDueHandler> _handlers = handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);

    /// <summary>Does all that is due, and all that comes due at once because of it.</summary>
    /// <returns>How many items were worked on.</returns>
    public async Task<int> DrainAsync(CancellationToken cancellationToken = default)
    {
        var total = 0;
        while (true)
        {
            var count = await RunOnceAsync(BatchSize, cancellationToken);
            if (count == 0)
            {
                return total;
            }

            total += count;
        }
    }

    /// <summary>Claims and works on one batch.</summary>
    /// <returns>How many items were claimed.</returns>
    public async Task<int> RunOnceAsync(int max, CancellationToken cancellationToken = default)
    {
        // Looking costs no write: a site at rest must not wake its disk every minute.
        var now = clock.Now();
        var next = await store.ReadAsync(unit => unit.Due.NextDueAsync(), cancellationToken);
        if (next is null || next > now)
        {
            return 0;
        }

        var leases = await store.ExecuteAsync(unit => unit.Due.ClaimAsync(now, Lease, max, _handlers.Keys), cancellationToken);
        foreach (var group in leases.GroupBy(lease => lease.Item.Kind))
        {
            await HandleAsync(_handlers[group.Key], [.. group], cancellationToken);
        }

        return leases.Count;
    }

    private async Task HandleAsync(IDueHandler handler, IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        try
        {
            await handler.HandleAsync(leases, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException && leases.Count > 1)
        {
            // One item must not hold up the others: find it by going one by one.
            logger.LogWarning(e, "A batch of {Count} items of kind {Kind} failed; going one by one", leases.Count, handler.Kind);
            foreach (var lease in leases)
            {
                await HandleAsync(handler, [lease], cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException and not StoreUnavailableException)
        {
            await FailAsync(handler, leases[0], e, cancellationToken);
        }
    }

    private async Task FailAsync(IDueHandler handler, DueLease lease, Exception e, CancellationToken cancellationToken)
    {
        logger.LogError(e, "Item {Key} failed, attempt {Attempt}", lease.Item.Key, lease.Attempts);
        if (lease.Attempts >= MaxAttempts)
        {
            await handler.GiveUpAsync(lease, e.Message, cancellationToken);
            return;
        }

        var retryAt = clock.Now() + TimeSpan.FromMinutes(Math.Pow(2, Math.Min(lease.Attempts, 8)) / 2);
        await store.ExecuteAsync(unit => unit.Due.RetryAsync(lease, retryAt, e.Message), cancellationToken);
    }
}
