using Automail.Engine;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Storage;

/// <summary>
/// The records of one kind in one session, by their id. Asks the database once for each, in batches, and writes behind: see
/// <see cref="SessionStore.WritesThrough"/>.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="idOf">A record's id.</param>
/// <param name="make">A new document for a record.</param>
/// <param name="keyColumn">The unique column of <typeparamref name="TIndex"/>.</param>
/// <param name="keyOf">The value of that column for an id.</param>
internal sealed class RecordStore<TRecord, TDocument, TIndex> : IWriteBehind
    where TRecord : class
    where TDocument : RecordDocument<TRecord>
    where TIndex : class, IIndex
{
    /// <summary>So many rows are read to sort them here.</summary>
    private const int Few = 500;

    /// <summary>Beyond so many rows it matters from which end a page is read.</summary>
    private const int Far = 1_000;

    private readonly SessionStore _session;
    private readonly Func<TRecord, string> _idOf;
    private readonly Func<TRecord, TDocument> _make;
    private readonly string _keyColumn;
    private readonly Func<string, string> _keyOf;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);

    public RecordStore(
        SessionStore session,
        Func<TRecord, string> idOf,
        Func<TRecord, TDocument> make,
        string keyColumn,
        Func<string, string> keyOf)
    {
        (_session, _idOf, _make, _keyColumn, _keyOf) = (session, idOf, make, keyColumn, keyOf);
        session.Add(this);
    }

    /// <summary>The record with this id, or null.</summary>
    public async Task<TRecord?> GetAsync(string id) => (await GetAsync([id])).GetValueOrDefault(id);

    /// <summary>The records with these ids; unknown ones are left out.</summary>
    public async Task<Dictionary<string, TRecord>> GetAsync(IReadOnlyCollection<string> ids)
    {
        await LoadAsync(ids.Where(id => !_entries.TryGetValue(id, out var entry) || MayHaveCome(entry)));
        var found = new Dictionary<string, TRecord>(ids.Count, StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (_entries[id].Record is { } record)
            {
                found[id] = record;
            }
        }

        return found;
    }

    /// <summary>Inserts or replaces.</summary>
    public Task SetAsync(TRecord record) => ChangeAsync(_idOf(record), record);

    /// <summary>Removes; an unknown id is no error.</summary>
    public Task RemoveAsync(string id) => ChangeAsync(id, null);

    /// <summary>The records that a query finds, in its order; each once.</summary>
    public async Task<List<TRecord>> ListAsync<TQueryIndex>(Func<IQuery<TDocument, TQueryIndex>, IQuery<TDocument>> query)
        where TQueryIndex : class, IIndex
    {
        await PushAsync();
        return Adopt(await query(await _session.QueryAsync<TDocument, TQueryIndex>()).ListAsync());
    }

    /// <summary>The index rows that a query finds, in its order.</summary>
    public async Task<List<TQueryIndex>> RowsAsync<TQueryIndex>(Func<IQueryIndex<TQueryIndex>, IQueryIndex<TQueryIndex>> query)
        where TQueryIndex : class, IIndex
    {
        await PushAsync();
        return [.. await query(await _session.QueryIndexAsync<TQueryIndex>()).ListAsync()];
    }

    /// <summary>How many index rows a query finds.</summary>
    public async Task<int> CountAsync<TQueryIndex>(Func<IQueryIndex<TQueryIndex>, IQueryIndex<TQueryIndex>> query)
        where TQueryIndex : class, IIndex
    {
        await PushAsync();
        return await query(await _session.QueryIndexAsync<TQueryIndex>()).CountAsync();
    }

    /// <summary>The records of documents, in the order of the documents' ids.</summary>
    public async Task<List<TRecord>> OfDocumentsAsync(IEnumerable<long> documentIds)
    {
        await PushAsync();
        return Adopt(await _session.GetAsync<TDocument>(documentIds));
    }

    /// <summary>A page of the records that <paramref name="filter"/> finds. The documents are read for the page only.</summary>
    /// <param name="filter">What to find.</param>
    /// <param name="order">The order.</param>
    /// <param name="skip">The rows before the page.</param>
    /// <param name="take">The length of the page.</param>
    /// <param name="reads">
    /// Whether no index can tell what the filter finds, as for a part of a text. Then reading all rows as they lie is cheaper than reading them
    /// in order, which looks up each one, unless so many are found that the page is full soon.
    /// </param>
    public async Task<Page<TRecord>> PageAsync<TQueryIndex>(
        Func<IQueryIndex<TQueryIndex>, IQueryIndex<TQueryIndex>> filter, PageOrder<TQueryIndex> order, int skip, int take, bool reads = false)
        where TQueryIndex : class, IIndex
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        if (reads && await RowsAsync<TQueryIndex>(query => filter(query).Take(Few + 1)) is { Count: <= Few } few)
        {
            few.Sort(order.Compare);
            return new Page<TRecord>(await OfDocumentsAsync(few.Skip(skip).Take(take).Select(order.DocumentId)), few.Count);
        }

        var total = await CountAsync(filter);
        if (take == 0 || skip >= total)
        {
            return new Page<TRecord>([], total);
        }

        // Rows before the page are read too, so a page far down is read from the nearer end.
        var after = Math.Max(0, total - skip - take);
        var fromEnd = skip > Far && skip > after;
        var rows = await RowsAsync<TQueryIndex>(query => fromEnd
            ? order.FromEnd(filter(query)).Skip(after).Take(total - skip - after)
            : order.FromStart(filter(query)).Skip(skip).Take(take));
        if (fromEnd)
        {
            rows.Reverse();
        }

        return new Page<TRecord>(await OfDocumentsAsync(rows.Select(order.DocumentId)), total);
    }

    /// <summary>Changes every record that a query finds, some at a time.</summary>
    public async Task ChangeAllAsync<TQueryIndex>(
        Func<IQueryIndex<TQueryIndex>, IQueryIndex<TQueryIndex>> query,
        Func<TQueryIndex, long> documentId,
        Func<TRecord, TRecord> change)
        where TQueryIndex : class, IIndex
    {
        foreach (var ids in (await RowsAsync(query)).Select(documentId).Chunk(KeyQueries.MaxValues))
        {
            foreach (var record in await OfDocumentsAsync(ids))
            {
                await SetAsync(change(record));
            }
        }
    }

    /// <inheritdoc/>
    public async Task PushAsync()
    {
        if (_dirty.Count == 0)
        {
            return;
        }

        await LoadAsync(_dirty.Where(id => !_entries[id].Loaded));
        var gone = new List<TDocument>();
        foreach (var id in _dirty)
        {
            var entry = _entries[id];
            if (entry.Record is null)
            {
                if (entry.Document is not null)
                {
                    gone.Add(entry.Document);
                    entry.Document = null;
                }
            }
            else
            {
                entry.Document ??= _make(entry.Record);
                entry.Document.Record = entry.Record;
                await _session.SaveAsync(entry.Document);
            }
        }

        _dirty.Clear();
        if (gone.Count > 0)
        {
            await _session.DeleteAsync(gone);
        }
    }

    private Task ChangeAsync(string id, TRecord? record)
    {
        if (!_entries.TryGetValue(id, out var entry))
        {
            _entries[id] = entry = new Entry();
        }

        entry.Record = record;
        _dirty.Add(id);
        return _session.WritesThrough ? PushAsync() : Task.CompletedTask;
    }

    /// <summary>
    /// What was read stays as it was read, so that a change is checked against it. But the scope that a unit writes through to may
    /// last, and a record that was not there may have come in the meantime.
    /// </summary>
    private bool MayHaveCome(Entry entry) => _session.WritesThrough && entry.Record is null;

    private async Task LoadAsync(IEnumerable<string> ids)
    {
        foreach (var chunk in ids.Distinct(StringComparer.Ordinal).ToArray().Chunk(KeyQueries.MaxValues))
        {
            var query = await _session.QueryAsync<TDocument, TIndex>();
            var documents = await query.WhereIn(_keyColumn, Array.ConvertAll(chunk, id => _keyOf(id))).ListAsync();
            var found = documents.ToDictionary(document => _idOf(document.Record), StringComparer.Ordinal);
            foreach (var id in chunk)
            {
                var document = found.GetValueOrDefault(id);
                if (!_dirty.Contains(id))
                {
                    _entries[id] = new Entry { Document = document, Loaded = true, Record = document?.Record };
                    continue;
                }

                var entry = _entries[id];
                (entry.Document, entry.Loaded) = (document, true);
            }
        }
    }

    /// <summary>Takes the documents that a query found instead of those known before: YesSql may have made new ones.</summary>
    private List<TRecord> Adopt(IEnumerable<TDocument> documents)
    {
        var records = new List<TRecord>();
        foreach (var document in documents.Distinct())
        {
            _entries[_idOf(document.Record)] = new Entry { Document = document, Loaded = true, Record = document.Record };
            records.Add(document.Record);
        }

        return records;
    }

    private sealed class Entry
    {
        public TDocument? Document { get; set; }

        public TRecord? Record { get; set; }

        /// <summary>Whether <see cref="Document"/> tells what the database has.</summary>
        public bool Loaded { get; set; }
    }
}
