using Automail.Engine.Consent;

namespace Automail.Engine.InMemory;

internal sealed class InMemoryConsents(UndoLog undo) : IConsentStore
{
    private readonly Owned<(long Number, ConsentRecord Record)> _statements = new(undo);
    private long _added;

    public Task AddAsync(ConsentRecord record)
    {
        undo.Writing();
        _statements.Add(record.ContactId, (++_added, record));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<string, ConsentRecord>> CurrentAsync(IReadOnlyCollection<string> contactIds, string purpose)
    {
        undo.Reading();
        var current = new Dictionary<string, ConsentRecord>(contactIds.Count, StringComparer.Ordinal);
        foreach (var id in contactIds)
        {
            foreach (var (_, record) in _statements.Of(id))
            {
                if (record.Purpose == purpose && (!current.TryGetValue(id, out var latest) || record.Time >= latest.Time))
                {
                    current[id] = record;
                }
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, ConsentRecord>>(current);
    }

    public Task<IReadOnlyList<ConsentRecord>> HistoryAsync(string contactId)
    {
        undo.Reading();
        return Task.FromResult<IReadOnlyList<ConsentRecord>>(
            [.. _statements.Of(contactId).OrderBy(s => s.Record.Time).ThenBy(s => s.Number).Select(s => s.Record)]);
    }

    public Task ReassignAsync(string fromContactId, string toContactId)
    {
        undo.Writing();
        if (fromContactId != toContactId)
        {
            // The lists stay in the order of adding.
            var all = _statements.Take(fromContactId).Concat(_statements.Take(toContactId)).OrderBy(s => s.Number).ToList();
            foreach (var (number, record) in all)
            {
                _statements.Add(toContactId, (number, record with { ContactId = toContactId }));
            }
        }

        return Task.CompletedTask;
    }
}
