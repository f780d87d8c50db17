using Automail.Engine.Scheduling;

namespace Automail.StoreContracts;

/// <summary>The due queue as a plain list: so simple that it is seen to be right.</summary>
internal sealed class DueQueueModel
{
    private readonly List<Row> _rows = [];

    public void Schedule(string key, string kind, long due)
    {
        Cancel(key);
        _rows.Add(new Row { Key = key, Kind = kind, Due = due });
    }

    public void Cancel(string key) => _rows.RemoveAll(r => r.Key == key);

    /// <summary>The rows that a claim must return, in order. The caller notes the tokens that it got.</summary>
    public List<Row> Claim(long now, long lease, int max, string[]? kinds)
    {
        var claimed = _rows
            .Where(r => r.Due <= now && (r.Holder is null || r.LeaseEnd <= now) && (kinds is null || kinds.Contains(r.Kind)))
            .OrderBy(r => r.Due).ThenBy(r => r.Key, StringComparer.Ordinal).Take(max).ToList();
        foreach (var row in claimed)
        {
            row.Attempts++;
            row.LeaseEnd = now + lease;
        }

        return claimed;
    }

    public bool Complete(DueLease lease) => _rows.RemoveAll(r => Equals(r.Holder, lease)) > 0;

    public bool Retry(DueLease lease, long due)
    {
        var row = _rows.Find(r => Equals(r.Holder, lease));
        if (row is null)
        {
            return false;
        }

        (row.Holder, row.Due) = (null, due);
        return true;
    }

    public long? Next() => _rows.Min(r => (long?)(r.Holder is null ? r.Due : r.LeaseEnd));

    public (int Waiting, int Due) Count(long now) => (_rows.Count, _rows.Count(r => r.Due <= now));

    internal sealed class Row
    {
        public required string Key { get; init; }

        public required string Kind { get; init; }

        public required long Due { get; set; }

        public long LeaseEnd { get; set; }

        public int Attempts { get; set; }

        /// <summary>The lease in force, which may have run out; null when nobody holds the row.</summary>
        public DueLease? Holder { get; set; }
    }
}
