using Automail.Engine.Scheduling;
using Automail.OrchardModule.Storage;
using YesSql;

namespace Automail.OrchardModule.Scheduling;

/// <summary>The due queue in YesSql. Two claims of one item meet at its version, and one of them is run again.</summary>
internal sealed class DueQueueStore(SessionStore session) : IDueQueue
{
    private const int MaxLooks = 5;

    private static readonly Comparer<DueIndex> ByDue = Comparer<DueIndex>.Create((x, y)
        => x.DueAt.CompareTo(y.DueAt) is not 0 and var order ? order : string.CompareOrdinal(x.KeyOrder, y.KeyOrder));

    private readonly RecordStore<DueEntry, DueDocument, DueIndex> _entries = new(
        session,
        entry => entry.Key,
        entry => new DueDocument { Record = entry },
        nameof(DueIndex.DueKey),
        Keys.Of);

    public Task ScheduleAsync(DueItem item)
        => _entries.SetAsync(new DueEntry { Key = item.Key, Kind = item.Kind, DueAt = DueTime.RoundUp(item.DueAt) });

    public Task CancelAsync(string key) => _entries.RemoveAsync(key);

    public async Task<IReadOnlyList<DueLease>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, IReadOnlyCollection<string>? kinds = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        if (max == 0 || kinds is { Count: 0 })
        {
            return [];
        }

        var at = DueTime.Of(now);
        for (var look = 0; look < MaxLooks; look++)
        {
            var rows = await AvailableAsync(held: false, at, max, kinds);
            rows.AddRange(await AvailableAsync(held: true, at, max, kinds));
            if (rows.Count == 0)
            {
                break;
            }

            // Another worker may have been here between the rows and the documents.
            var entries = await _entries.OfDocumentsAsync(rows.Order(ByDue).Take(max).Select(row => row.DocumentId));
            entries.RemoveAll(entry => entry.AvailableAt > at);
            if (entries.Count > 0)
            {
                return await HoldAsync(entries, DueTime.RoundUp(now + lease));
            }
        }

        return [];
    }

    public async Task<bool> CompleteAsync(DueLease lease)
    {
        if (await HeldAsync(lease) is null)
        {
            return false;
        }

        await _entries.RemoveAsync(lease.Item.Key);
        return true;
    }

    public async Task<bool> RetryAsync(DueLease lease, DateTimeOffset retryAt, string? error)
    {
        if (await HeldAsync(lease) is not { } entry)
        {
            return false;
        }

        await _entries.SetAsync(entry with { DueAt = DueTime.RoundUp(retryAt), LeaseEnd = null, Error = error });
        return true;
    }

    public async Task<DateTimeOffset?> NextDueAsync()
    {
        var rows = await FirstAsync(held: false);
        rows.AddRange(await FirstAsync(held: true));
        return rows.Count == 0 ? null : DueTime.ToTime(rows.Min(row => row.AvailableAt));
    }

    public async Task<DueCounts> CountAsync(DateTimeOffset now)
    {
        var at = DueTime.Of(now);
        var free = await _entries.CountAsync<DueIndex>(query => query.Where(index => index.Held == false && index.AvailableAt <= at));
        var held = await _entries.CountAsync<DueIndex>(query => query.Where(index => index.Held == true && index.DueAt <= at));
        return new DueCounts(await _entries.CountAsync<DueIndex>(query => query), free + held);
    }

    private async Task<IReadOnlyList<DueLease>> HoldAsync(List<DueEntry> entries, long leaseEnd)
    {
        var token = await session.NextIdAsync();
        var leases = new List<DueLease>(entries.Count);
        foreach (var entry in entries)
        {
            var held = entry with { LeaseEnd = leaseEnd, Token = token, Attempts = entry.Attempts + 1 };
            await _entries.SetAsync(held);
            leases.Add(new DueLease(new DueItem(held.Key, held.Kind, DueTime.ToTime(held.DueAt)), held.Token, held.Attempts));
        }

        return leases;
    }

    private Task<List<DueIndex>> FirstAsync(bool held)
        => _entries.RowsAsync<DueIndex>(query => query.Where(index => index.Held == held).OrderBy(index => index.AvailableAt).Take(1));

    private Task<List<DueIndex>> AvailableAsync(bool held, long at, int max, IReadOnlyCollection<string>? kinds)
        => _entries.RowsAsync<DueIndex>(query =>
        {
            query = query.Where(index => index.Held == held && index.AvailableAt <= at);
            if (kinds is not null)
            {
                query = query.WhereIn(nameof(DueIndex.KindKey), [.. kinds.Select(Keys.Of)]);
            }

            // What nobody holds becomes available at its due time, so there the index has the right order.
            query = held ? query.OrderBy(index => index.DueAt) : query.OrderBy(index => index.AvailableAt);
            return query.ThenBy(index => index.KeyOrder).Take(max);
        });

    private async Task<DueEntry?> HeldAsync(DueLease lease)
        => await _entries.GetAsync(lease.Item.Key) is { } entry && entry.IsHeldBy(lease) ? entry : null;
}
