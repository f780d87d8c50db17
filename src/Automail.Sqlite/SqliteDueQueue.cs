using System.Collections.Concurrent;
using System.Data.Common;
using Automail.Engine.Scheduling;

namespace Automail.Sqlite;

/// <summary>
/// The table <c>due</c>, whose rows lie in the order of kind and due time. A claim reads the front of each kind in the index of free rows, and the expired
/// leases in the index of held ones; it meets no other row.
/// </summary>
internal sealed class SqliteDueQueue(SqliteUnit unit, DueTokens tokens) : IDueQueue
{
    private static readonly Statement Schedule = new("""
        INSERT INTO due (key, kind, due_at, token, lease_until, attempts) VALUES (?1, ?2, ?3, 0, 0, 0)
        ON CONFLICT (key) DO UPDATE SET kind = ?2, due_at = ?3, token = 0, lease_until = 0, attempts = 0, last_error = NULL
        """);

    private static readonly Statement Cancel = new("DELETE FROM due WHERE key = ?1");
    private static readonly Statement Complete = new("DELETE FROM due WHERE key = ?1 AND token = ?2 AND token <> 0");
    private static readonly Statement Retry = new("""
        UPDATE due SET due_at = ?3, token = 0, lease_until = 0, last_error = ?4 WHERE key = ?1 AND token = ?2 AND token <> 0
        """);

    // Steps from kind to kind: as many look-ups as there are kinds, however many rows each has.
    private const string EveryKind = """
        WITH RECURSIVE kinds(kind) AS (
            SELECT min(kind) FROM due
            UNION ALL
            SELECT (SELECT min(due.kind) FROM due WHERE due.kind > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL)
        """;

    private static readonly Statement Kinds = new($"{EveryKind} SELECT kind FROM kinds WHERE kind IS NOT NULL");
    private static readonly Statement Next = new($"""
        {EveryKind}
        SELECT min(first) FROM (
            SELECT (SELECT due_at FROM due INDEXED BY due_free WHERE due.kind = kinds.kind AND token = 0 ORDER BY due_at LIMIT 1) AS first FROM kinds WHERE kinds.kind IS NOT NULL
            UNION ALL
            SELECT min(lease_until) FROM due INDEXED BY due_held WHERE token <> 0)
        """);

    private static readonly Statement Count = new($"""
        {EveryKind}
        SELECT (SELECT count(*) FROM due),
            (SELECT total((SELECT count(*) FROM due WHERE due.kind = kinds.kind AND due_at <= ?1)) FROM kinds WHERE kinds.kind IS NOT NULL)
        """);

    private static readonly Statement LastToken = new("SELECT value FROM counters WHERE name = 'token'");
    private static readonly Statement KeepToken = new("UPDATE counters SET value = ?1 WHERE name = 'token'");

    // One statement per number of kinds.
    private static readonly ConcurrentDictionary<int, Statement> Claims = new();

    public Task ScheduleAsync(DueItem item)
    {
        unit.Execute(Schedule, item.Key, item.Kind, DueTime.RoundUp(item.DueAt));
        return Task.CompletedTask;
    }

    public Task CancelAsync(string key)
    {
        unit.Execute(Cancel, key);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DueLease>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, IReadOnlyCollection<string>? kinds = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        List<string> wanted = kinds is null ? unit.Query(Kinds, r => r.GetString(0)) : [.. kinds.Distinct(StringComparer.Ordinal)];
        if (max == 0 || wanted.Count == 0)
        {
            return Task.FromResult<IReadOnlyList<DueLease>>([]);
        }

        var token = Math.Max(unit.Query(LastToken, r => r.GetInt64(0))[0], tokens.Last) + 1;
        var leases = unit.Query(
            Claims.GetOrAdd(wanted.Count, Claim),
            r => new DueLease(new DueItem(r.GetString(0), r.GetString(1), DueTime.ToTime(r.GetInt64(2))), token, r.GetInt32(3)),
            [token, DueTime.RoundUp(now + lease), DueTime.Of(now), max, .. wanted]);
        if (leases.Count > 0)
        {
            // A claim that finds nothing writes nothing.
            tokens.Last = token;
            unit.Execute(KeepToken, token);
        }

        // RETURNING promises no order.
        leases.Sort(static (x, y) => x.Item.DueAt.CompareTo(y.Item.DueAt) is not 0 and var order ? order : string.CompareOrdinal(x.Item.Key, y.Item.Key));
        return Task.FromResult<IReadOnlyList<DueLease>>(leases);
    }

    public Task<bool> CompleteAsync(DueLease lease) => Task.FromResult(unit.Execute(Complete, lease.Item.Key, lease.Token) == 1);

    public Task<bool> RetryAsync(DueLease lease, DateTimeOffset retryAt, string? error)
        => Task.FromResult(unit.Execute(Retry, lease.Item.Key, lease.Token, DueTime.RoundUp(retryAt), error) == 1);

    public Task<DateTimeOffset?> NextDueAsync()
        => Task.FromResult(unit.Query(Next, r => r.IsDBNull(0) ? (DateTimeOffset?)null : DueTime.ToTime(r.GetInt64(0)))[0]);

    public Task<DueCounts> CountAsync(DateTimeOffset now)
        => Task.FromResult(unit.Query(Count, ReadCounts, DueTime.Of(now))[0]);

    private static DueCounts ReadCounts(DbDataReader row) => new(row.GetInt32(0), row.GetInt32(1));

    /// <summary>?1 token, ?2 end of the lease, ?3 now, ?4 at most, ?5… the kinds. Each kind gives its first rows, and expired leases come in between.</summary>
    private static Statement Claim(int kinds)
    {
        var parameters = Enumerable.Range(5, kinds).Select(i => $"?{i}").ToArray();
        var free = parameters.Select(kind => $"""
            SELECT * FROM (SELECT kind, due_at, key FROM due INDEXED BY due_free WHERE kind = {kind} AND due_at <= ?3 AND token = 0 ORDER BY due_at, key LIMIT ?4)
            """);
        return new Statement($"""
            UPDATE due SET token = ?1, lease_until = ?2, attempts = attempts + 1
            WHERE (kind, due_at, key) IN (
                SELECT kind, due_at, key FROM (
                    {string.Join("\nUNION ALL\n", free)}
                    UNION ALL
                    SELECT kind, due_at, key FROM due INDEXED BY due_held WHERE token <> 0 AND lease_until <= ?3 AND kind IN ({string.Join(", ", parameters)}))
                ORDER BY due_at, key LIMIT ?4)
            RETURNING key, kind, due_at, attempts
            """);
    }
}
