using Automail.Engine.Scheduling;
using Automail.OrchardModule.Storage;

namespace Automail.OrchardModule.Scheduling;

/// <summary>The due queue in the tenant's database. Every change of a lease says in its own statement what must still be so, so that two workers need no lock.</summary>
internal sealed class DueQueueStore(SessionStore session) : IDueQueue
{
    // When others were faster each time, there are enough workers.
    private const int MaxLooks = 5;

    private static readonly Comparer<DueRow> ByDue = Comparer<DueRow>.Create((x, y)
        => x.DueAt.CompareTo(y.DueAt) is not 0 and var order ? order : string.CompareOrdinal(x.KeyOrder, y.KeyOrder));

    private readonly DueTable _table = new(session.Configuration);

    public async Task ScheduleAsync(DueItem item)
    {
        var due = DueTime.RoundUp(item.DueAt);
        var row = new DueRow
        {
            DueKey = Keys.Of(item.Key),
            ItemKey = item.Key,
            KeyOrder = Keys.Ordered(item.Key),
            Kind = item.Kind,
            KindKey = Keys.Of(item.Kind),
            DueAt = due,
            AvailableAt = due,
        };
        if (await session.ExecuteSqlAsync(_table.Move, row) == 0)
        {
            await session.ExecuteSqlAsync(_table.Insert, row);
        }
    }

    public Task CancelAsync(string key) => session.ExecuteSqlAsync(_table.Delete, new { DueKey = Keys.Of(key) });

    public async Task<IReadOnlyList<DueLease>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, IReadOnlyCollection<string>? kinds = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        if (max == 0 || kinds is { Count: 0 })
        {
            return [];
        }

        var (at, leaseEnd) = (DueTime.Of(now), DueTime.RoundUp(now + lease));
        var kindKeys = kinds?.Select(Keys.Of).Distinct().ToArray();
        for (var look = 0; look < MaxLooks; look++)
        {
            var rows = await AvailableAsync(held: false, at, max, kindKeys);
            rows.AddRange(await AvailableAsync(held: true, at, max, kindKeys));
            if (rows.Count == 0)
            {
                break;
            }

            var held = await HoldAsync(rows.Order(ByDue).Take(max), at, leaseEnd, kindKeys);
            if (held.Count > 0)
            {
                return [.. held.Order(ByDue).Select(row => row.ToLease())];
            }
        }

        return [];
    }

    public async Task<bool> CompleteAsync(DueLease lease)
        => await session.ExecuteSqlAsync(_table.Complete, new { DueKey = Keys.Of(lease.Item.Key), Held = true, lease.Token }) == 1;

    public async Task<bool> RetryAsync(DueLease lease, DateTimeOffset retryAt, string? error)
    {
        var due = DueTime.RoundUp(retryAt);
        return await session.ExecuteSqlAsync(
            _table.GiveBack,
            new { DueKey = Keys.Of(lease.Item.Key), Held = true, lease.Token, Free = false, DueAt = due, AvailableAt = due, Error = error }) == 1;
    }

    public async Task<DateTimeOffset?> NextDueAsync()
    {
        var free = (await session.QuerySqlAsync<long?>(_table.First, new { Held = false }))[0];
        var held = (await session.QuerySqlAsync<long?>(_table.First, new { Held = true }))[0];
        return (free, held) switch
        {
            (null, null) => null,
            _ => DueTime.ToTime(Math.Min(free ?? long.MaxValue, held ?? long.MaxValue)),
        };
    }

    public async Task<DueCounts> CountAsync(DateTimeOffset now)
    {
        var parameters = new { Held = true, Free = false, Now = DueTime.Of(now) };
        var all = await session.QuerySqlAsync<int>(_table.Count, parameters);
        var free = await session.QuerySqlAsync<int>(_table.CountFreeDue, parameters);
        var held = await session.QuerySqlAsync<int>(_table.CountHeldDue, parameters);
        return new DueCounts(all[0], free[0] + held[0]);
    }

    private Task<List<DueRow>> AvailableAsync(bool held, long now, int max, string[]? kinds)
        => session.QuerySqlAsync<DueRow>(_table.Available(held, kinds is not null, max), new { Held = held, Now = now, Kinds = kinds });

    /// <summary>Holds those that nobody else took since they were found.</summary>
    private async Task<List<DueRow>> HoldAsync(IEnumerable<DueRow> rows, long now, long leaseEnd, string[]? kinds)
    {
        var token = await session.NextIdAsync();
        var held = new List<DueRow>();
        foreach (var keys in rows.Select(row => row.DueKey).Chunk(KeyQueries.MaxValues))
        {
            var parameters = new { Keys = keys, Now = now, LeaseEnd = leaseEnd, Held = true, Token = token, Kinds = kinds };
            await session.ExecuteSqlAsync(_table.Hold(kinds is not null), parameters);
            held.AddRange(await session.QuerySqlAsync<DueRow>(_table.Holding, parameters));
        }

        return held;
    }
}
