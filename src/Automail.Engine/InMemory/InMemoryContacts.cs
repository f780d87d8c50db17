using Automail.Engine.Contacts;

namespace Automail.Engine.InMemory;

internal sealed class InMemoryContacts(UndoLog undo) : IContactStore
{
    private readonly Table<string, Contact> _contacts = new(undo, StringComparer.Ordinal);
    private readonly Table<ContactIdentity, string> _owners = new(undo);

    /// <summary>The ids in order, made when somebody goes over all contacts, until one comes or goes.</summary>
    private string[]? _inOrder;

    public Task<IReadOnlyDictionary<string, Contact>> GetAsync(IReadOnlyCollection<string> ids)
    {
        undo.Reading();
        return Task.FromResult<IReadOnlyDictionary<string, Contact>>(_contacts.Pick(ids));
    }

    public Task<Contact?> FindAsync(ContactIdentity identity)
    {
        undo.Reading();
        return Task.FromResult(_owners.TryGet(identity, out var id) && _contacts.TryGet(id, out var contact) ? contact : null);
    }

    public Task SaveAsync(Contact contact)
    {
        undo.Writing();
        if (!_contacts.TryGet(contact.Id, out var before))
        {
            Reorder();
        }

        if (before is null || before.Email != contact.Email || before.ExternalId != contact.ExternalId
            || !ReferenceEquals(before.AnonymousIds, contact.AnonymousIds))
        {
            Own(before, contact);
        }

        // Most changes leave the attributes alone; then they are ours already.
        _contacts.Set(contact.Id, ReferenceEquals(before?.Attributes, contact.Attributes)
            ? contact
            : contact with { Attributes = OwnJson.Copy(contact.Attributes) });
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string id)
    {
        undo.Writing();
        if (_contacts.TryGet(id, out var contact))
        {
            Disown(contact);
            Reorder();
            _contacts.Remove(id);
        }

        return Task.CompletedTask;
    }

    /// <summary>Looks at every contact: pages of people are for the eye, and this store's users have none.</summary>
    public Task<Page<Contact>> SearchAsync(string? text, int skip, int take)
    {
        undo.Reading();
        var part = text?.Trim();
        var found = new List<Contact>();
        foreach (var contact in _contacts.Values)
        {
            if (string.IsNullOrEmpty(part) || Has(contact.Email, part) || Has(contact.Name, part) || Has(contact.ExternalId, part))
            {
                found.Add(contact);
            }
        }

        found.Sort(static (x, y) => y.UpdatedAt.CompareTo(x.UpdatedAt) is not 0 and var order ? order : string.CompareOrdinal(x.Id, y.Id));
        return Task.FromResult(Paging.Cut(found, skip, take));
    }

    public Task<ContactStretch> StretchAsync(string? after, int max)
    {
        undo.Reading();
        var ids = _inOrder ??= [.. _contacts.Values.Select(contact => contact.Id).Order(StringComparer.Ordinal)];
        var place = after is null ? 0 : Array.BinarySearch(ids, after, StringComparer.Ordinal);
        var first = place < 0 ? ~place : after is null ? 0 : place + 1;
        var found = new List<Contact>(Math.Min(max, ids.Length - first));
        for (var i = first; i < ids.Length && found.Count < max; i++)
        {
            if (_contacts.TryGet(ids[i], out var contact))
            {
                found.Add(contact);
            }
        }

        return Task.FromResult(new ContactStretch(found, found.Count < max ? null : found[^1].Id));
    }

    private void Reorder()
    {
        _inOrder = null;
        undo.Add(() => _inOrder = null);
    }

    private static bool Has(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;

    private void Own(Contact? before, Contact contact)
    {
        foreach (var identity in contact.Identities())
        {
            if (_owners.TryGet(identity, out var owner) && owner != contact.Id)
            {
                throw new InvalidOperationException($"The identity '{identity}' belongs to another contact.");
            }
        }

        if (before is not null)
        {
            Disown(before);
        }

        foreach (var identity in contact.Identities())
        {
            _owners.Set(identity, contact.Id);
        }
    }

    private void Disown(Contact contact)
    {
        foreach (var identity in contact.Identities())
        {
            _owners.Remove(identity);
        }
    }
}
