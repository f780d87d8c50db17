using Automail.Engine.Scheduling;

namespace Automail.Engine.InMemory;

/// <summary>Free items in one ordered set per kind, held ones in another by the end of their lease: claims touch no others.</summary>
internal sealed class InMemoryDueQueue(UndoLog undo) : IDueQueue
{
    private static readonly Comparer<Entry> ByDue = Comparer<Entry>.Create(static (x, y)
        => x.Due.CompareTo(y.Due) is not 0 and var order ? order : string.CompareOrdinal(x.Key, y.Key));

    private static readonly Comparer<Entry> ByLeaseEnd = Comparer<Entry>.Create(static (x, y)
        => x.LeaseEnd.CompareTo(y.LeaseEnd) is not 0 and var order ? order : string.CompareOrdinal(x.Key, y.Key));

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<Entry>> _free = new(StringComparer.Ordinal);
    private readonly SortedSet<Entry> _held = new(ByLeaseEnd);

    // Never taken back, so that a lease from a unit that failed can match nothing.
    private long _lastToken;

    public Task ScheduleAsync(DueItem item)
    {
        undo.Writing();
        Replace(item.Key, new Entry(item.Key, item.Kind, DueTime.RoundUp(item.DueAt), LeaseEnd: 0, Token: 0, Attempts: 0));
        return Task.CompletedTask;
    }

    public Task CancelAsync(string key)
    {
        undo.Writing();
        Replace(key, null);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DueLease>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, IReadOnlyCollection<string>? kinds = null)
    {
        undo.Writing();
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        var at = DueTime.Of(now);
        var candidates = new List<Entry>();
        foreach (var (kind, free) in _free)
        {
            if (kinds is null || kinds.Contains(kind))
            {
                AddDue(candidates, free, at, max);
            }
        }

        foreach (var entry in _held)
        {
            if (entry.LeaseEnd > at)
            {
                break;
            }

            if (kinds is null || kinds.Contains(entry.Kind))
            {
                candidates.Add(entry);
            }
        }

        candidates.Sort(ByDue);
        var claimed = new DueLease[Math.Min(max, candidates.Count)];
        if (claimed.Length > 0)
        {
            var token = ++_lastToken;
            var leaseEnd = DueTime.RoundUp(now + lease);
            for (var i = 0; i < claimed.Length; i++)
            {
                var entry = candidates[i];
                var held = entry with { LeaseEnd = leaseEnd, Token = token, Attempts = entry.Attempts + 1 };
                Replace(entry.Key, held);
                claimed[i] = new DueLease(new DueItem(held.Key, held.Kind, DueTime.ToTime(held.Due)), token, held.Attempts);
            }
        }

        return Task.FromResult<IReadOnlyList<DueLease>>(claimed);
    }

    public Task<bool> CompleteAsync(DueLease lease)
    {
        undo.Writing();
        if (!Holds(lease, out _))
        {
            return Task.FromResult(false);
        }

        Replace(lease.Item.Key, null);
        return Task.FromResult(true);
    }

    public Task<bool> RetryAsync(DueLease lease, DateTimeOffset retryAt, string? error)
    {
        undo.Writing();
        if (!Holds(lease, out var entry))
        {
            return Task.FromResult(false);
        }

        Replace(entry.Key, entry with { Due = DueTime.RoundUp(retryAt), LeaseEnd = 0, Token = 0 });
        return Task.FromResult(true);
    }

    public Task<DateTimeOffset?> NextDueAsync()
    {
        undo.Reading();
        var next = _held.Min?.LeaseEnd;
        foreach (var free in _free.Values)
        {
            if (free.Min is { } first && (next is null || first.Due < next))
            {
                next = first.Due;
            }
        }

        return Task.FromResult(next is { } due ? DueTime.ToTime(due) : (DateTimeOffset?)null);
    }

    public Task<DueCounts> CountAsync(DateTimeOffset now)
    {
        undo.Reading();
        var at = DueTime.Of(now);
        var due = 0;
        foreach (var free in _free.Values)
        {
            foreach (var entry in free)
            {
                if (entry.Due > at)
                {
                    break;
                }

                due++;
            }
        }

        foreach (var entry in _held)
        {
            due += entry.Due <= at ? 1 : 0;
        }

        return Task.FromResult(new DueCounts(_entries.Count, due));
    }

    private static void AddDue(List<Entry> candidates, SortedSet<Entry> free, long at, int max)
    {
        // Most looks at the queue find nothing; they should not pay for an enumerator.
        if (free.Min is not { } first || first.Due > at)
        {
            return;
        }

        var taken = 0;
        foreach (var entry in free)
        {
            if (taken++ == max || entry.Due > at)
            {
                break;
            }

            candidates.Add(entry);
        }
    }

    private bool Holds(DueLease lease, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Entry? entry)
        => _entries.TryGetValue(lease.Item.Key, out entry) && entry.Token != 0 && entry.Token == lease.Token;

    private void Replace(string key, Entry? after)
    {
        _entries.TryGetValue(key, out var before);
        Swap(before, after);
        undo.Add(() => Swap(after, before));
    }

    private void Swap(Entry? before, Entry? after)
    {
        if (before is not null)
        {
            SetOf(before).Remove(before);
            _entries.Remove(before.Key);
        }

        if (after is not null)
        {
            SetOf(after).Add(after);
            _entries[after.Key] = after;
        }
    }

    private SortedSet<Entry> SetOf(Entry entry)
    {
        if (entry.Token != 0)
        {
            return _held;
        }

        if (!_free.TryGetValue(entry.Kind, out var free))
        {
            _free[entry.Kind] = free = new SortedSet<Entry>(ByDue);
        }

        return free;
    }

    private sealed record Entry(string Key, string Kind, long Due, long LeaseEnd, long Token, int Attempts);
}
