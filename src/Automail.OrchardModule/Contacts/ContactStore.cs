using System.Globalization;
using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.OrchardModule.Storage;

namespace Automail.OrchardModule.Contacts;

/// <summary>Contacts in YesSql.</summary>
internal sealed class ContactStore(SessionStore session) : IContactStore
{
    private static readonly PageOrder<ContactIndex> NewestFirst = new(
        index => index.DocumentId,
        query => query.OrderByDescending(index => index.UpdatedAt).ThenBy(index => index.IdOrder),
        query => query.OrderBy(index => index.UpdatedAt).ThenByDescending(index => index.IdOrder),
        (x, y) => y.UpdatedAt.CompareTo(x.UpdatedAt) is not 0 and var byTime ? byTime : string.CompareOrdinal(x.IdOrder, y.IdOrder));

    private readonly RecordStore<Contact, ContactDocument, ContactIndex> _contacts = new(
        session,
        contact => contact.Id,
        contact => new ContactDocument { Record = contact },
        nameof(ContactIndex.ContactKey),
        Keys.Of);

    public async Task<IReadOnlyDictionary<string, Contact>> GetAsync(IReadOnlyCollection<string> ids) => await _contacts.GetAsync(ids);

    public async Task<Contact?> FindAsync(ContactIdentity identity)
    {
        var found = await _contacts.ListAsync<ContactIdentityIndex>(query
            => query.WhereIn(nameof(ContactIdentityIndex.IdentityKey), [ContactIdentityIndex.KeyOf(identity)]));
        return found.SingleOrDefault();
    }

    public async Task SaveAsync(Contact contact)
    {
        var key = Keys.Of(contact.Id);
        var before = await _contacts.GetAsync(contact.Id);
        var added = contact.Identities().Except(before?.Identities() ?? [])
            .ToDictionary(ContactIdentityIndex.KeyOf, StringComparer.Ordinal);
        foreach (var keys in added.Keys.Chunk(KeyQueries.MaxValues))
        {
            var owners = await _contacts.RowsAsync<ContactIdentityIndex>(query
                => query.WhereIn(nameof(ContactIdentityIndex.IdentityKey), keys));
            if (owners.Find(owner => owner.OwnerKey != key) is { } other)
            {
                throw new InvalidOperationException($"The identity '{added[other.IdentityKey]}' belongs to another contact.");
            }
        }

        await _contacts.SetAsync(contact);
    }

    public Task RemoveAsync(string id) => _contacts.RemoveAsync(id);

    public Task<Page<Contact>> SearchAsync(string? text, int skip, int take)
    {
        var wanted = SearchText.Wanted(text);
        return _contacts.PageAsync<ContactIndex>(
            query => query.WhereContains(nameof(ContactIndex.SearchText), wanted),
            NewestFirst,
            skip,
            take,
            reads: wanted is not null);
    }

    public async Task<ContactStretch> StretchAsync(string? after, int max)
    {
        // In the order of their documents: a contact that comes meanwhile comes last.
        var last = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var rows = await _contacts.RowsAsync<ContactIndex>(query => query
            .Where(index => index.DocumentId > last)
            .OrderBy(index => index.DocumentId)
            .Take(max));
        return new ContactStretch(
            await _contacts.OfDocumentsAsync(rows.Select(row => row.DocumentId)),
            rows.Count < max ? null : rows[^1].DocumentId.ToString(CultureInfo.InvariantCulture));
    }
}
