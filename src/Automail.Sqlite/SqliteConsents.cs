using System.Data.Common;
using Automail.Engine.Consent;

namespace Automail.Sqlite;

internal sealed class SqliteConsents(SqliteUnit unit) : IConsentStore
{
    private const string Fields = "contact_id, purpose, status, time, source, text_version";

    private static readonly Statement Add = new($"INSERT INTO consents ({Fields}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    private static readonly Statement History = new($"SELECT {Fields} FROM consents WHERE contact_id = ?1 ORDER BY time, number");
    private static readonly Statement ByPurpose = new($"""
        SELECT {Fields} FROM consents WHERE contact_id IN (SELECT value FROM json_each(?1)) AND purpose = ?2 ORDER BY time, number
        """);

    private static readonly Statement Reassign = new("UPDATE consents SET contact_id = ?2 WHERE contact_id = ?1");

    public Task AddAsync(ConsentRecord record)
    {
        unit.Execute(Add, record.ContactId, record.Purpose, record.Status.ToString(), record.Time.ToColumn(), record.Source, record.TextVersion);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<string, ConsentRecord>> CurrentAsync(IReadOnlyCollection<string> contactIds, string purpose)
    {
        var current = new Dictionary<string, ConsentRecord>(contactIds.Count, StringComparer.Ordinal);
        foreach (var record in unit.Query(ByPurpose, Read, contactIds.ToKeys(), purpose))
        {
            // They come oldest first: the last one stays.
            current[record.ContactId] = record;
        }

        return Task.FromResult<IReadOnlyDictionary<string, ConsentRecord>>(current);
    }

    public Task<IReadOnlyList<ConsentRecord>> HistoryAsync(string contactId)
        => Task.FromResult<IReadOnlyList<ConsentRecord>>(unit.Query(History, Read, contactId));

    public Task ReassignAsync(string fromContactId, string toContactId)
    {
        unit.Execute(Reassign, fromContactId, toContactId);
        return Task.CompletedTask;
    }

    private static ConsentRecord Read(DbDataReader row) => new()
    {
        ContactId = row.GetString(0),
        Purpose = row.GetString(1),
        Status = row.Enum<ConsentStatus>(2),
        Time = row.Time(3),
        Source = row.GetString(4),
        TextVersion = row.Text(5),
    };
}
