namespace Automail.Engine.Contacts;

/// <summary>Keeps contacts. An identity belongs to one contact at a time.</summary>
public interface IContactStore
{
    /// <summary>The contacts with these ids; unknown ones are left out.</summary>
    Task<IReadOnlyDictionary<string, Contact>> GetAsync(IReadOnlyCollection<string> ids);

    /// <summary>The contact with this identity, or null.</summary>
    Task<Contact?> FindAsync(ContactIdentity identity);

    /// <summary>Inserts or replaces a contact and its identities.</summary>
    /// <exception cref="InvalidOperationException">An identity belongs to another contact.</exception>
    Task SaveAsync(Contact contact);

    /// <summary>Removes a contact and frees its identities. Unknown ids are no error.</summary>
    Task RemoveAsync(string id);

    /// <summary>Searches by a part of address, name or external id (without regard to case; blank for all), newest change first, then by id.</summary>
    Task<Page<Contact>> SearchAsync(string? text, int skip, int take);

    /// <summary>
    /// A stretch of all contacts, in an order of the store's own. Who goes on after each stretch until there is no next one sees every contact once that was there from beginning to end, even when
    /// contacts are changed, added or removed in between; a contact that came or went meanwhile is seen at most once.
    /// </summary>
    /// <param name="after">The <see cref="ContactStretch.Next"/> of the stretch before; null for the first.</param>
    /// <param name="max">At most this many, from 1.</param>
    Task<ContactStretch> StretchAsync(string? after, int max);
}

/// <summary>A stretch of contacts.</summary>
/// <param name="Contacts">The contacts.</param>
/// <param name="Next">What the next stretch comes after; null when there is none. It may be kept, as long as the store lasts.</param>
public sealed record ContactStretch(IReadOnlyList<Contact> Contacts, string? Next);

/// <summary>Convenience over <see cref="IContactStore"/>.</summary>
public static class ContactStoreExtensions
{
    /// <summary>The contact with this id, or null.</summary>
    public static async Task<Contact?> GetAsync(this IContactStore store, string id)
        => (await store.GetAsync([id])).GetValueOrDefault(id);
}
