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

    /// <summary>
    /// Whether a batch may be worked on beside others: for work that waits for somebody else, such as a mail server, and whose order among other kinds means nothing.
    /// </summary>
    bool Overlaps => false;

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

    /// <summary>So many batches are worked on beside the one whose turn it is: while the mails of one are handed over, the next one passes the gate.</summary>
    private const int MaxBeside = 2;

    /// <summary>How long a claim holds; a crashed worker's items are taken over after it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, IDueHandler> _handlers = handlers.ToDictionary(handler => handler.Kind, StringComparer.Ordinal);

    /// <summary>Does all that is due, and all that comes due at once because of it. Work that may overlap goes first, so that whom it waits for has something to do while the rest goes on.</summary>
    /// <returns>How many items were worked on.</returns>
    public async Task<int> DrainAsync(CancellationToken cancellationToken = default)
    {
        var total = 0;
        var kinds = _handlers.Values.ToLookup(handler => handler.Overlaps, handler => handler.Kind);
        var (overlapping, inTurn) = (kinds[true].ToList(), kinds[false].ToList());
        var beside = new List<Task>(MaxBeside);
        try
        {
            while (true)
            {
                var count = await BeginBesideAsync(overlapping, beside, cancellationToken) + await RunOnceAsync(BatchSize, inTurn, cancellationToken);
                total += count;
                if (count == 0)
                {
                    if (beside.Count == 0)
                    {
                        return total;
                    }

                    // What is being done may make something due.
                    await EndOneAsync(beside);
                }
            }
        }
        finally
        {
            await Task.WhenAll(beside);
        }
    }

    /// <summary>Claims and works on one batch.</summary>
    /// <returns>How many items were claimed.</returns>
    public Task<int> RunOnceAsync(int max, CancellationToken cancellationToken = default) => RunOnceAsync(max, _handlers.Keys, cancellationToken);

    private async Task<int> RunOnceAsync(int max, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken)
    {
        var leases = await ClaimAsync(max, kinds, cancellationToken);
        foreach (var group in leases.GroupBy(lease => lease.Item.Kind))
        {
            await HandleAsync(_handlers[group.Key], [.. group], cancellationToken);
        }

        return leases.Count;
    }

    private async Task<int> BeginBesideAsync(List<string> kinds, List<Task> beside, CancellationToken cancellationToken)
    {
        while (beside.Exists(task => task.IsCompleted))
        {
            await EndOneAsync(beside);
        }

        if (beside.Count == MaxBeside)
        {
            return 0;
        }

        var leases = await ClaimAsync(BatchSize, kinds, cancellationToken);
        if (leases.Count > 0)
        {
            beside.Add(Task.WhenAll(leases.GroupBy(lease => lease.Item.Kind).Select(group => HandleAsync(_handlers[group.Key], [.. group], cancellationToken))));
        }

        return leases.Count;
    }

    private static async Task EndOneAsync(List<Task> beside)
    {
        var ended = await Task.WhenAny(beside);
        beside.Remove(ended);
        await ended;
    }

    private async Task<IReadOnlyList<DueLease>> ClaimAsync(int max, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken)
    {
        if (kinds.Count == 0)
        {
            return [];
        }

        // Looking costs no write: a site at rest must not wake its disk every minute.
        var now = clock.Now();
        var next = await store.ReadAsync(unit => unit.Due.NextDueAsync(), cancellationToken);
        return next is null || next > now ? [] : await store.ExecuteAsync(unit => unit.Due.ClaimAsync(now, Lease, max, kinds), cancellationToken);
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
