using Automail.Engine.Scheduling;
using Automail.OrchardModule.Storage;
using Dapper;

namespace Automail.OrchardModule.Scheduling;

/// <summary>
/// The due queue in the tenant's database. Every change of a lease says in its own statement what must still be so, so that two workers need no lock. A unit that commits itself keeps what it schedules and completes
/// until then, and writes it in few statements.
/// </summary>
internal sealed class DueQueueStore : IDueQueue, IWriteBehind
{
    // SQLite's driver looks up each parameter by its name among all of a statement.
    private const int RowsTogether = 16;

    // When others were faster each time, there are enough workers.
    private const int MaxLooks = 5;

    private static readonly Comparer<DueRow> ByDue = Comparer<DueRow>.Create((x, y)
        => x.DueAt.CompareTo(y.DueAt) is not 0 and var order ? order : string.CompareOrdinal(x.KeyOrder, y.KeyOrder));

    private readonly SessionStore _session;
    private readonly DueTable _table;
    private readonly Dictionary<string, DueRow> _scheduled = new(StringComparer.Ordinal);
    private readonly Dictionary<long, HeldItems> _held = [];

    public DueQueueStore(SessionStore session)
    {
        (_session, _table) = (session, new DueTable(session.Configuration));
        session.Add(this);
    }

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
        if (!_session.WritesThrough)
        {
            _scheduled[row.DueKey] = row;
        }
        else if (await _session.ExecuteSqlAsync(_table.Move, row) == 0)
        {
            await _session.ExecuteSqlAsync(_table.Insert, row);
        }
    }

    public async Task CancelAsync(string key)
    {
        await PushAsync();
        await _session.ExecuteSqlAsync(_table.Delete, new { DueKey = Keys.Of(key) });
    }

    public async Task<IReadOnlyList<DueLease>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, IReadOnlyCollection<string>? kinds = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        if (max == 0 || kinds is { Count: 0 })
        {
            return [];
        }

        await PushAsync();
        _held.Clear();
        var (at, leaseEnd) = (DueTime.Of(now), DueTime.RoundUp(now + lease));
        var kindKeys = kinds?.Select(Keys.Of).Distinct().ToArray();
        for (var look = 0; look < MaxLooks; look++)
        {
            var rows = await FreeAsync(at, max, kindKeys);
            rows.AddRange(await _session.QuerySqlAsync<DueRow>(_table.Expired(kindKeys is not null, max), new { Held = true, Now = at, Kinds = kindKeys }));
            if (rows.Count == 0)
            {
                break;
            }

            var held = await HoldAsync(rows.Order(ByDue).Take(max), at, leaseEnd);
            if (held.Count > 0)
            {
                return [.. held.Order(ByDue).Select(row => row.ToLease())];
            }
        }

        return [];
    }

    public async Task<bool> CompleteAsync(DueLease lease)
    {
        var key = Keys.Of(lease.Item.Key);
        if (_session.WritesThrough)
        {
            return await _session.ExecuteSqlAsync(_table.Complete, new { DueKey = key, Held = true, lease.Token }) == 1;
        }

        if (!_held.TryGetValue(lease.Token, out var held))
        {
            _held[lease.Token] = held = new HeldItems([.. await _session.QuerySqlAsync<string>(_table.HeldWith, new { Held = true, lease.Token })]);
        }

        // Scheduling it again has taken the lease.
        return !_scheduled.ContainsKey(key) && held.Complete(key);
    }

    public async Task<bool> RetryAsync(DueLease lease, DateTimeOffset retryAt, string? error)
    {
        await PushAsync();
        _held.Remove(lease.Token);
        var due = DueTime.RoundUp(retryAt);
        return await _session.ExecuteSqlAsync(
            _table.GiveBack,
            new { DueKey = Keys.Of(lease.Item.Key), Held = true, lease.Token, Free = false, DueAt = due, AvailableAt = due, Error = error }) == 1;
    }

    public async Task<DateTimeOffset?> NextDueAsync()
    {
        await PushAsync();
        var free = (await _session.QuerySqlAsync<long?>(_table.First, new { Held = false }))[0];
        var held = (await _session.QuerySqlAsync<long?>(_table.First, new { Held = true }))[0];
        return (free, held) switch
        {
            (null, null) => null,
            _ => DueTime.ToTime(Math.Min(free ?? long.MaxValue, held ?? long.MaxValue)),
        };
    }

    public async Task<DueCounts> CountAsync(DateTimeOffset now)
    {
        await PushAsync();
        var parameters = new { Held = true, Free = false, Now = DueTime.Of(now) };
        var all = await _session.QuerySqlAsync<int>(_table.Count, parameters);
        var free = await _session.QuerySqlAsync<int>(_table.CountFreeDue, parameters);
        var held = await _session.QuerySqlAsync<int>(_table.CountHeldDue, parameters);
        return new DueCounts(all[0], free[0] + held[0]);
    }

    /// <inheritdoc/>
    public async Task PushAsync()
    {
        foreach (var (token, held) in _held)
        {
            foreach (var keys in held.Take().Chunk(KeyQueries.MaxValues))
            {
                if (await _session.ExecuteSqlAsync(_table.CompleteMany, new { Keys = keys, Token = token }) != keys.Length)
                {
                    throw new LeaseLostException();
                }
            }
        }

        // Always in the same order, so that two units do not wait for each other.
        foreach (var kind in _scheduled.Values.OrderBy(row => row.DueKey, StringComparer.Ordinal).GroupBy(row => row.Kind, StringComparer.Ordinal))
        {
            foreach (var rows in kind.Chunk(KeyQueries.MaxValues))
            {
                await _session.ExecuteSqlAsync(_table.DeleteMany, new { Keys = Array.ConvertAll(rows, row => row.DueKey) });
            }

            foreach (var rows in kind.Chunk(RowsTogether))
            {
                await _session.ExecuteSqlAsync(_table.InsertMany(rows.Length), DueRow.ToParameters(rows));
            }
        }

        _scheduled.Clear();
    }

    private async Task<List<DueRow>> FreeAsync(long now, int max, string[]? kinds)
    {
        if (kinds is null)
        {
            return await _session.QuerySqlAsync<DueRow>(_table.Free(max), new { Held = false, Now = now });
        }

        var parameters = new DynamicParameters(new { Held = false, Now = now });
        for (var i = 0; i < kinds.Length; i++)
        {
            parameters.Add($"Kind{i}", kinds[i]);
        }

        return await _session.QueryManySqlAsync<DueRow>(_table.FreeOfKinds(kinds.Length, max), parameters);
    }

    /// <summary>Holds those that nobody else took since they were found.</summary>
    private async Task<List<DueRow>> HoldAsync(IEnumerable<DueRow> rows, long now, long leaseEnd)
    {
        var token = await _session.NextIdAsync();
        var held = new List<DueRow>();
        foreach (var keys in rows.Select(row => row.DueKey).Chunk(KeyQueries.MaxValues))
        {
            var parameters = new { Keys = keys, Now = now, LeaseEnd = leaseEnd, Held = true, Token = token };
            await _session.ExecuteSqlAsync(_table.Hold, parameters);
            held.AddRange(await _session.QuerySqlAsync<DueRow>(_table.Holding, parameters));
        }

        return held;
    }

    /// <summary>What is held with one token, as it was read, and what of it is done.</summary>
    private sealed class HeldItems(HashSet<string> keys)
    {
        private readonly List<string> _done = [];

        public bool Complete(string key)
        {
            var held = keys.Remove(key);
            if (held)
            {
                _done.Add(key);
            }

            return held;
        }

        public string[] Take()
        {
            string[] done = [.. _done.Order(StringComparer.Ordinal)];
            _done.Clear();
            return done;
        }
    }
}

/// <summary>Somebody has taken an item over whose lease had expired, between our look at it and our write.</summary>
internal sealed class LeaseLostException() : Exception("A lease was lost to another worker.");
