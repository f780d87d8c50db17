using Automail.Engine.Consent;
using Automail.OrchardModule.Storage;
using YesSql;

namespace Automail.OrchardModule.Consent;

/// <summary>Statements of consent in YesSql. They have no key of their own, and the order of adding is that of YesSql's ids.</summary>
internal sealed class ConsentStore(SessionStore session) : IConsentStore
{
    public Task AddAsync(ConsentRecord record) => session.SaveAsync(new ConsentDocument { Record = record });

    public async Task<IReadOnlyDictionary<string, ConsentRecord>> CurrentAsync(IReadOnlyCollection<string> contactIds, string purpose)
    {
        var current = new Dictionary<string, ConsentRecord>(contactIds.Count, StringComparer.Ordinal);
        foreach (var keys in contactIds.Select(Keys.Of).Distinct().Chunk(KeyQueries.MaxValues))
        {
            foreach (var document in await ListAsync(query => query
                .WhereIn(nameof(ConsentIndex.ContactKey), keys)
                .Where(index => index.Purpose == purpose)))
            {
                current[document.Record.ContactId] = document.Record;
            }
        }

        return current;
    }

    public async Task<IReadOnlyList<ConsentRecord>> HistoryAsync(string contactId)
        => [.. (await OfContactAsync(contactId)).Select(document => document.Record)];

    public async Task ReassignAsync(string fromContactId, string toContactId)
    {
        foreach (var document in await OfContactAsync(fromContactId))
        {
            document.Record = document.Record with { ContactId = toContactId };
            await session.SaveAsync(document);
        }
    }

    private Task<List<ConsentDocument>> OfContactAsync(string contactId)
    {
        var contactKey = Keys.Of(contactId);
        return ListAsync(query => query.Where(index => index.ContactKey == contactKey));
    }

    /// <summary>Oldest first.</summary>
    private async Task<List<ConsentDocument>> ListAsync(Func<IQuery<ConsentDocument, ConsentIndex>, IQuery<ConsentDocument>> query)
        => (await query(await session.QueryAsync<ConsentDocument, ConsentIndex>()).ListAsync())
            .OrderBy(document => document.Record.Time)
            .ThenBy(document => document.Id)
            .ToList();
}
