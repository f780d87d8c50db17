using System.Data.Common;
using Automail.Engine;
using Automail.Engine.Contacts;

namespace Automail.Sqlite;

internal sealed class SqliteContacts(SqliteUnit unit) : IContactStore
{
    private const string Fields = """
        c.id, c.email, c.external_id, c.anonymous_ids, c.name, c.first_name, c.locale, c.time_zone, c.tags, c.attributes, c.order_count, c.order_total,
        c.last_order_time, c.created_at, c.updated_at
        """;

    private static readonly Statement ById = new($"SELECT {Fields} FROM contacts c WHERE c.id IN (SELECT value FROM json_each(?1))");
    private static readonly Statement ByIdentity = new($"SELECT {Fields} FROM identities i JOIN contacts c ON c.id = i.contact_id WHERE i.identity = ?1");
    private static readonly Statement Stretch = new($"SELECT {Fields} FROM contacts c WHERE c.id > ?1 ORDER BY c.id LIMIT ?2");
    private static readonly Statement Owner = new("SELECT contact_id FROM identities WHERE identity = ?1");
    private static readonly Statement Own = new("INSERT INTO identities (identity, contact_id) VALUES (?1, ?2) ON CONFLICT (identity) DO NOTHING");
    private static readonly Statement Disown = new("DELETE FROM identities WHERE identity = ?1");
    private static readonly Statement Delete = new("DELETE FROM contacts WHERE id = ?1");
    private static readonly Statement Save = Statement.Upsert(
        "contacts", "id", "email", "external_id", "anonymous_ids", "name", "first_name", "locale", "time_zone", "tags", "attributes", "order_count", "order_total",
        "last_order_time", "created_at", "updated_at", "search");

    // The identities alone: what a save has to compare.
    private static readonly Statement KeysById = new("SELECT email, external_id, anonymous_ids FROM contacts WHERE id = ?1");

    public Task<IReadOnlyDictionary<string, Contact>> GetAsync(IReadOnlyCollection<string> ids)
        => Task.FromResult<IReadOnlyDictionary<string, Contact>>(unit.Query(ById, Read, ids.ToKeys()).ToDictionary(c => c.Id, StringComparer.Ordinal));

    public Task<Contact?> FindAsync(ContactIdentity identity) => Task.FromResult(unit.First(ByIdentity, Read, identity.ToString()));

    public Task SaveAsync(Contact contact)
    {
        var before = Identities(contact.Id);
        var after = contact.Identities().Select(i => i.ToString()).ToHashSet(StringComparer.Ordinal);
        var added = after.Except(before).ToList();
        foreach (var identity in added)
        {
            if (unit.First(Owner, r => r.GetString(0), identity) is { } owner && owner != contact.Id)
            {
                throw new InvalidOperationException($"The identity '{identity[2..]}' belongs to another contact.");
            }
        }

        foreach (var identity in before.Except(after))
        {
            unit.Execute(Disown, identity);
        }

        foreach (var identity in added)
        {
            unit.Execute(Own, identity, contact.Id);
        }

        unit.Execute(
            Save, contact.Id, contact.Email, contact.ExternalId, contact.AnonymousIds.ToColumn(), contact.Name, contact.FirstName, contact.Locale, contact.TimeZone,
            contact.Tags.ToColumn(), contact.Attributes.ToColumn(), contact.OrderCount, contact.OrderTotal.ToColumn(), contact.LastOrderTime.ToColumn(),
            contact.CreatedAt.ToColumn(), contact.UpdatedAt.ToColumn(), Columns.ToSearch(contact.Email, contact.Name, contact.ExternalId));
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string id)
    {
        foreach (var identity in Identities(id))
        {
            unit.Execute(Disown, identity);
        }

        unit.Execute(Delete, id);
        return Task.CompletedTask;
    }

    public Task<Page<Contact>> SearchAsync(string? text, int skip, int take)
    {
        var search = new Search(text, skip, take);
        var (count, page) = Sql(search);
        return Task.FromResult(new Page<Contact>(unit.Query(page, search, Read), unit.Count(count, search)));
    }

    public Task<ContactStretch> StretchAsync(string? after, int max)
    {
        var found = unit.Query(Stretch, Read, after ?? "", max);
        return Task.FromResult(new ContactStretch(found, found.Count < max ? null : found[^1].Id));
    }

    internal static (string Count, string Page) Sql(Search search)
    {
        var where = search.Part is null ? "" : "WHERE instr(c.search, @Part) > 0";
        return (
            $"SELECT count(*) FROM contacts c {where}",
            $"SELECT {Fields} FROM contacts c {where} ORDER BY c.updated_at DESC, c.id LIMIT @Take OFFSET @Skip");
    }

    private static Contact Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Email = row.Text(1),
        ExternalId = row.Text(2),
        AnonymousIds = row.Texts(3),
        Name = row.Text(4),
        FirstName = row.Text(5),
        Locale = row.Text(6),
        TimeZone = row.Text(7),
        Tags = row.Texts(8),
        Attributes = row.Values(9),
        OrderCount = row.GetInt32(10),
        OrderTotal = row.Decimal(11),
        LastOrderTime = row.TimeOrNull(12),
        CreatedAt = row.Time(13),
        UpdatedAt = row.Time(14),
    };

    private HashSet<string> Identities(string id)
    {
        var contact = unit.First(KeysById, r => new Contact { Id = id, Email = r.Text(0), ExternalId = r.Text(1), AnonymousIds = r.Texts(2) }, id);
        return contact is null ? [] : contact.Identities().Select(i => i.ToString()).ToHashSet(StringComparer.Ordinal);
    }
}
