namespace Automail.Engine.Scheduling;

/// <summary>Something that has to happen at a time.</summary>
/// <param name="Key">Unique; scheduling the same key again moves it.</param>
/// <param name="Kind">Which handler it is for.</param>
/// <param name="DueAt">When, UTC. Stored in whole milliseconds, rounded up, so that nothing comes early; see <see cref="DueTime"/>.</param>
public sealed record DueItem(string Key, string Kind, DateTimeOffset DueAt);

/// <summary>An item that one worker holds for a while.</summary>
/// <param name="Item">The item.</param>
/// <param name="Token">Proof of holding it. Each claim and each re-scheduling makes it worthless.</param>
/// <param name="Attempts">How many claims there were since it was scheduled, this one included.</param>
public sealed record DueLease(DueItem Item, long Token, int Attempts);

/// <summary>
/// The due queue. Cost follows what is due, not what waits (design, invariant 4): claiming reads an index on the due
/// time and never looks at the rest.
/// </summary>
public interface IDueQueue
{
    /// <summary>Adds an item, or moves the one with the same key; a lease that somebody has on it is lost.</summary>
    Task ScheduleAsync(DueItem item);

    /// <summary>Removes an item, leased or not. Unknown keys are no error.</summary>
    Task CancelAsync(string key);

    /// <summary>
    /// Takes up to <paramref name="max"/> items that are due at <paramref name="now"/> and not leased, or whose lease has
    /// expired, in order of due time and then key (ordinal). Two claims never return the same item before the lease is over.
    /// </summary>
    /// <param name="now">The present, UTC. An item due in this very millisecond is due.</param>
    /// <param name="lease">How long the claim holds; until then, exclusive, nobody else gets the item.</param>
    /// <param name="max">At most this many.</param>
    /// <param name="kinds">Only these kinds; null for all.</param>
    Task<IReadOnlyList<DueLease>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, IReadOnlyCollection<string>? kinds = null);

    /// <summary>
    /// Removes a claimed item, or returns false when the lease was lost in the meantime: then the caller must not commit
    /// what it did for this item.
    /// </summary>
    Task<bool> CompleteAsync(DueLease lease);

    /// <summary>
    /// Gives a claimed item back, due again at <paramref name="retryAt"/>; false when the lease was lost. Attempts are kept.
    /// </summary>
    Task<bool> RetryAsync(DueLease lease, DateTimeOffset retryAt, string? error);

    /// <summary>
    /// The earliest moment at which some item can be claimed: its due time, or the end of the lease that somebody has on it. Null when the queue is
    /// empty. For virtual time and for idle workers.
    /// </summary>
    Task<DateTimeOffset?> NextDueAsync();

    /// <summary>How many items there are, held ones included, and how many of them are due at <paramref name="now"/>.</summary>
    Task<DueCounts> CountAsync(DateTimeOffset now);
}

/// <summary>The length of the due queue.</summary>
public sealed record DueCounts(int Waiting, int Due);
