using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Insights;
using Automail.Engine.Sequences;

namespace Automail.Engine.InMemory;

internal sealed class InMemoryLedger(UndoLog undo, IStepTallies tallies) : ISendLedger
{
    private readonly Table<string, SendRecord> _records = new(undo, StringComparer.Ordinal);
    private readonly Owned<string> _byContact = new(undo);
    private readonly int[] _counts = new int[Enum.GetValues<SendState>().Length];

    public async Task<bool> TryAddAsync(SendRecord record)
    {
        undo.Writing();
        if (_records.Contains(record.Id))
        {
            return false;
        }

        _records.Set(record.Id, Own(record, before: null));
        _byContact.Add(record.ContactId, record.Id);
        Count(record.State, 1);
        await MailTallies.CountAsync(tallies, before: null, record);
        return true;
    }

    public Task<IReadOnlyDictionary<string, SendRecord>> GetAsync(IReadOnlyCollection<string> ids)
    {
        undo.Reading();
        return Task.FromResult<IReadOnlyDictionary<string, SendRecord>>(_records.Pick(ids));
    }

    public async Task UpdateAsync(SendRecord record)
    {
        undo.Writing();
        if (!_records.TryGet(record.Id, out var before))
        {
            throw new InvalidOperationException($"The ledger has no mail '{record.Id}'.");
        }

        if (before.ContactId != record.ContactId)
        {
            _byContact.Remove(before.ContactId, before.Id);
            _byContact.Add(record.ContactId, record.Id);
        }

        _records.Set(record.Id, Own(record, before) with { ClickedAt = before.ClickedAt });
        if (before.State != record.State)
        {
            Count(before.State, -1);
            Count(record.State, 1);
        }

        await MailTallies.CountAsync(tallies, before, record);
    }

    public async Task<bool> MarkClickedAsync(string id, DateTimeOffset time)
    {
        undo.Writing();
        if (!_records.TryGet(id, out var record) || record.ClickedAt is not null)
        {
            return false;
        }

        _records.Set(id, record with { ClickedAt = time });
        await MailTallies.CountClickAsync(tallies, record);
        return true;
    }

    /// <summary>Looks at every mail, or at all of one contact.</summary>
    public Task<Page<SendRecord>> SearchAsync(SendQuery query, int skip, int take)
    {
        undo.Reading();
        var text = query.Text?.Trim();
        var found = new List<SendRecord>();
        foreach (var record in query.ContactId is { } contactId ? _records.Pick(_byContact.Of(contactId)).Values : _records.Values)
        {
            if ((query.State is null || record.State == query.State)
                && (string.IsNullOrEmpty(text) || Has(record.Email, text) || Has(record.Url, text) || Has(record.Template, text)))
            {
                found.Add(record);
            }
        }

        found.Sort(static (x, y) => y.UpdatedAt.CompareTo(x.UpdatedAt) is not 0 and var order ? order : string.CompareOrdinal(x.Id, y.Id));
        return Task.FromResult(Paging.Cut(found, skip, take));
    }

    public Task<IReadOnlyDictionary<string, int>> CountSentAsync(IReadOnlyCollection<string> contactIds, DateTimeOffset since)
    {
        undo.Reading();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var contactId in contactIds)
        {
            var count = 0;
            foreach (var id in _byContact.Of(contactId))
            {
                if (_records.TryGet(id, out var record) && record.State is SendState.Sent or SendState.Sending && record.UpdatedAt >= since
                    && Purposes.NeedConsent(record.Purpose))
                {
                    count++;
                }
            }

            if (count > 0)
            {
                counts[contactId] = count;
            }
        }

        return Task.FromResult<IReadOnlyDictionary<string, int>>(counts);
    }

    public Task<IReadOnlyDictionary<SendState, int>> CountByStateAsync()
    {
        undo.Reading();
        var counts = new Dictionary<SendState, int>();
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0)
            {
                counts[(SendState)i] = _counts[i];
            }
        }

        return Task.FromResult<IReadOnlyDictionary<SendState, int>>(counts);
    }

    public Task ReassignAsync(string fromContactId, string toContactId)
    {
        undo.Writing();
        if (fromContactId != toContactId)
        {
            foreach (var id in _byContact.Take(fromContactId))
            {
                _byContact.Add(toContactId, id);
                if (_records.TryGet(id, out var record))
                {
                    _records.Set(id, record with { ContactId = toContactId });
                }
            }
        }

        return Task.CompletedTask;
    }

    private static bool Has(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;

    // The values that the template speaks of are set once; later changes are of the state.
    private static SendRecord Own(SendRecord record, SendRecord? before)
        => record.Event is null && record.Model is null || record.Event.Equals(before?.Event) && record.Model.Equals(before?.Model)
            ? record
            : record with { Event = OwnJson.Copy(record.Event), Model = OwnJson.Copy(record.Model) };

    private void Count(SendState state, int change)
    {
        _counts[(int)state] += change;
        undo.Add(() => _counts[(int)state] -= change);
    }
}
