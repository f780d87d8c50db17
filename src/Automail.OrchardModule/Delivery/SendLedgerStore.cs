using Automail.Engine;
using Automail.Engine.Delivery;
using Automail.Engine.Insights;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Storage;
using YesSql;

namespace Automail.OrchardModule.Delivery;

/// <summary>The ledger in YesSql.</summary>
internal sealed class SendLedgerStore(SessionStore session, IStepTallies tallies) : ISendLedger
{
    private static readonly PageOrder<SendIndex> NewestFirst = new(
        index => index.DocumentId,
        query => query.OrderByDescending(index => index.UpdatedAt).ThenBy(index => index.IdOrder),
        query => query.OrderBy(index => index.UpdatedAt).ThenByDescending(index => index.IdOrder),
        (x, y) => y.UpdatedAt.CompareTo(x.UpdatedAt) is not 0 and var byTime ? byTime : string.CompareOrdinal(x.IdOrder, y.IdOrder));

    private readonly RecordStore<SendRecord, SendDocument, SendIndex> _sends = new(
        session,
        send => send.Id,
        send => new SendDocument { Record = send },
        nameof(SendIndex.SendKey),
        Keys.Of);

    public async Task<bool> TryAddAsync(SendRecord record)
    {
        if (await _sends.GetAsync(record.Id) is not null)
        {
            return false;
        }

        await _sends.SetAsync(record);
        await MailTallies.CountAsync(tallies, before: null, record);
        return true;
    }

    public async Task<IReadOnlyDictionary<string, SendRecord>> GetAsync(IReadOnlyCollection<string> ids) => await _sends.GetAsync(ids);

    public async Task UpdateAsync(SendRecord record)
    {
        var before = await _sends.GetAsync(record.Id) ?? throw new InvalidOperationException($"The ledger has no mail '{record.Id}'.");
        await _sends.SetAsync(record with { ClickedAt = before.ClickedAt });
        await MailTallies.CountAsync(tallies, before, record);
    }

    public async Task<bool> MarkClickedAsync(string id, DateTimeOffset time)
    {
        if (await _sends.GetAsync(id) is not { ClickedAt: null } record)
        {
            return false;
        }

        await _sends.SetAsync(record with { ClickedAt = time });
        await MailTallies.CountClickAsync(tallies, record);
        return true;
    }

    public Task<Page<SendRecord>> SearchAsync(SendQuery query, int skip, int take)
        => _sends.PageAsync<SendIndex>(
            rows => Filter(rows, query),
            NewestFirst,
            skip,
            take,
            reads: SearchText.Wanted(query.Text) is not null);

    public async Task<IReadOnlyDictionary<string, int>> CountSentAsync(IReadOnlyCollection<string> contactIds, DateTimeOffset since)
    {
        var from = since.UtcTicks;

        // Only by contact and time: told of the state too, SQLite would go through all that was sent in that time.
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var idOf = contactIds.Distinct(StringComparer.Ordinal).ToDictionary(Keys.Of, StringComparer.Ordinal);
        foreach (var keys in idOf.Keys.Chunk(KeyQueries.MaxValues))
        {
            foreach (var row in await _sends.RowsAsync<SendIndex>(query => query
                .Where(index => index.UpdatedAt >= from)
                .WhereIn(nameof(SendIndex.ContactKey), keys)))
            {
                if (!row.NeedsConsent || (SendState)row.State is not (SendState.Sent or SendState.Sending))
                {
                    continue;
                }

                var contactId = idOf[row.ContactKey];
                counts[contactId] = counts.GetValueOrDefault(contactId) + 1;
            }
        }

        return counts;
    }

    public async Task<IReadOnlyDictionary<SendState, int>> CountByStateAsync()
    {
        var counts = new Dictionary<SendState, int>();
        foreach (var state in Enum.GetValues<SendState>())
        {
            var count = await _sends.CountAsync<SendIndex>(query => Filter(query, new SendQuery(state)));
            if (count > 0)
            {
                counts[state] = count;
            }
        }

        return counts;
    }

    public Task ReassignAsync(string fromContactId, string toContactId)
        => _sends.ChangeAllAsync<SendIndex>(
            query => Filter(query, new SendQuery(ContactId: fromContactId)),
            index => index.DocumentId,
            send => send with { ContactId = toContactId });

    private static IQueryIndex<SendIndex> Filter(IQueryIndex<SendIndex> rows, SendQuery query)
    {
        if (query.State is { } wanted)
        {
            var state = (int)wanted;
            rows = rows.Where(index => index.State == state);
        }

        if (query.ContactId is { } contactId)
        {
            var contactKey = Keys.Of(contactId);
            rows = rows.Where(index => index.ContactKey == contactKey);
        }

        return rows.WhereContains(nameof(SendIndex.SearchText), SearchText.Wanted(query.Text));
    }
}
