using System.Diagnostics.CodeAnalysis;

namespace Automail.Engine.InMemory;

/// <summary>A dictionary whose changes the undo log can take back.</summary>
internal sealed class Table<TKey, TValue>(UndoLog undo, IEqualityComparer<TKey>? comparer = null)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _rows = new(comparer);

    public int Count => _rows.Count;

    public IEnumerable<TValue> Values => _rows.Values;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _rows.TryGetValue(key, out value);

    public bool Contains(TKey key) => _rows.ContainsKey(key);

    /// <summary>Inserts or replaces.</summary>
    public void Set(TKey key, TValue value)
    {
        if (_rows.TryGetValue(key, out var before))
        {
            undo.Add(() => _rows[key] = before);
        }
        else
        {
            undo.Add(() => _rows.Remove(key));
        }

        _rows[key] = value;
    }

    public bool Remove(TKey key)
    {
        if (!_rows.Remove(key, out var before))
        {
            return false;
        }

        undo.Add(() => _rows[key] = before);
        return true;
    }

    /// <summary>The rows with these keys; unknown ones are left out.</summary>
    public Dictionary<TKey, TValue> Pick(IReadOnlyCollection<TKey> keys)
    {
        var found = new Dictionary<TKey, TValue>(keys.Count, _rows.Comparer);
        foreach (var key in keys)
        {
            if (_rows.TryGetValue(key, out var value))
            {
                found[key] = value;
            }
        }

        return found;
    }
}

/// <summary>What belongs to each contact, in the order in which it came, with undo.</summary>
internal sealed class Owned<T>(UndoLog undo)
{
    private readonly Dictionary<string, List<T>> _byOwner = new(StringComparer.Ordinal);

    public IReadOnlyList<T> Of(string owner) => _byOwner.TryGetValue(owner, out var items) ? items : [];

    public void Add(string owner, T item)
    {
        if (!_byOwner.TryGetValue(owner, out var items))
        {
            _byOwner[owner] = items = new List<T>(1);
        }

        items.Add(item);
        undo.Add(() => RemoveAt(owner, _byOwner[owner].Count - 1));
    }

    public void Remove(string owner, T item)
    {
        if (!_byOwner.TryGetValue(owner, out var items) || items.IndexOf(item) is var index && index < 0)
        {
            return;
        }

        RemoveAt(owner, index);
        undo.Add(() =>
        {
            if (!_byOwner.TryGetValue(owner, out var now))
            {
                _byOwner[owner] = now = new List<T>(1);
            }

            now.Insert(index, item);
        });
    }

    /// <summary>Takes everything that an owner has.</summary>
    public IReadOnlyList<T> Take(string owner)
    {
        if (!_byOwner.Remove(owner, out var items))
        {
            return [];
        }

        undo.Add(() => _byOwner[owner] = items);
        return items;
    }

    private void RemoveAt(string owner, int index)
    {
        var items = _byOwner[owner];
        items.RemoveAt(index);
        if (items.Count == 0)
        {
            _byOwner.Remove(owner);
        }
    }
}
