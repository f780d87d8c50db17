using System.Data.Common;
using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Insights;

namespace Automail.Sqlite;

internal sealed class SqliteLedger(SqliteUnit unit) : ISendLedger
{
    private const string Fields = """
        id, journey, version, instance, step, occurrence, contact_id, email, template, purpose, enrollment_id, state, reason, subject, message_id,
        queued_at, updated_at, attempts, event, model, template_version, kind, url, body, decided_version
        """;

    // The contact stays as it is (mail is reassigned on its own), so that its index, in which a batch lies far apart, is left alone.
    private const string Change = """
        UPDATE sends SET journey = ?2, version = ?3, instance = ?4, step = ?5, occurrence = ?6, email = ?8, template = ?9, purpose = ?10,
            enrollment_id = ?11, state = ?12, reason = ?13, subject = ?14, message_id = ?15, queued_at = ?16, updated_at = ?17, attempts = ?18, event = ?19,
            model = ?20, template_version = ?21, kind = ?22, url = ?23, body = ?24, decided_version = ?25, search = ?26
        WHERE id = ?1 AND contact_id = ?7
        """;

    private static readonly Statement Add = new($"""
        INSERT INTO sends ({Fields}, search) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)
        ON CONFLICT (id) DO NOTHING
        """);

    // Most changes are of a mail that has counted for nothing so far: then there is no need to read it first.
    private static readonly Statement UpdateUncounted = new($"{Change} AND state IN ('Queued', 'Sending')");
    private static readonly Statement Update = new(Change);
    private static readonly Statement Move = new("UPDATE sends SET contact_id = ?2 WHERE id = ?1");
    private static readonly Statement MarkClicked = new("UPDATE sends SET clicked_at = ?2 WHERE id = ?1 AND clicked_at IS NULL");

    private static readonly Statement ById = new($"SELECT {Fields}, clicked_at FROM sends WHERE id IN (SELECT value FROM json_each(?1))");
    // By contact, however many mails were sent since: SQLite would guess otherwise.
    private static readonly Statement CountSent = new("""
        SELECT contact_id, count(*) FROM sends INDEXED BY sends_by_contact
        WHERE contact_id IN (SELECT value FROM json_each(?1)) AND updated_at >= ?2 AND state IN ('Sent', 'Sending') AND purpose <> ?3 GROUP BY contact_id
        """);

    private static readonly Statement CountByState = new("SELECT state, count(*) FROM sends GROUP BY state");
    private static readonly Statement Reassign = new("UPDATE sends SET contact_id = ?2 WHERE contact_id = ?1");

    public async Task<bool> TryAddAsync(SendRecord record)
    {
        if (Write(Add, record) == 0)
        {
            return false;
        }

        if (record.ClickedAt is { } clicked)
        {
            unit.Execute(MarkClicked, record.Id, clicked.ToColumn());
        }

        await MailTallies.CountAsync(unit.Tallies, before: null, record);
        return true;
    }

    public Task<IReadOnlyDictionary<string, SendRecord>> GetAsync(IReadOnlyCollection<string> ids)
        => Task.FromResult<IReadOnlyDictionary<string, SendRecord>>(unit.Query(ById, Read, ids.ToKeys()).ToDictionary(r => r.Id, StringComparer.Ordinal));

    public async Task UpdateAsync(SendRecord record)
    {
        SendRecord? before = null;
        if (Write(UpdateUncounted, record) == 0)
        {
            before = unit.Query(ById, Read, new[] { record.Id }.ToKeys()).SingleOrDefault() ?? throw new InvalidOperationException($"The ledger has no mail '{record.Id}'.");
            if (before.ContactId != record.ContactId)
            {
                unit.Execute(Move, record.Id, record.ContactId);
            }

            Write(Update, record);
        }

        await MailTallies.CountAsync(unit.Tallies, before, record);
    }

    public async Task<bool> MarkClickedAsync(string id, DateTimeOffset time)
    {
        if (unit.Execute(MarkClicked, id, time.ToColumn()) == 0)
        {
            return false;
        }

        await MailTallies.CountClickAsync(unit.Tallies, (await GetAsync([id]))[id]);
        return true;
    }

    public Task<Page<SendRecord>> SearchAsync(SendQuery query, int skip, int take)
    {
        var search = new Search(query.Text, skip, take) { State = query.State?.ToString(), ContactId = query.ContactId };
        var (count, page) = Sql(search);
        return Task.FromResult(new Page<SendRecord>(unit.Query(page, search, Read), unit.Count(count, search)));
    }

    public Task<IReadOnlyDictionary<string, int>> CountSentAsync(IReadOnlyCollection<string> contactIds, DateTimeOffset since)
        => Task.FromResult<IReadOnlyDictionary<string, int>>(
            unit.Query(CountSent, r => (ContactId: r.GetString(0), Count: r.GetInt32(1)), contactIds.ToKeys(), since.ToColumn(), Purposes.Transactional)
                .ToDictionary(c => c.ContactId, c => c.Count, StringComparer.Ordinal));

    public Task<IReadOnlyDictionary<SendState, int>> CountByStateAsync()
        => Task.FromResult<IReadOnlyDictionary<SendState, int>>(
            unit.Query(CountByState, r => (State: r.Enum<SendState>(0), Count: r.GetInt32(1))).ToDictionary(c => c.State, c => c.Count));

    public Task ReassignAsync(string fromContactId, string toContactId)
    {
        unit.Execute(Reassign, fromContactId, toContactId);
        return Task.CompletedTask;
    }

    internal static (string Count, string Page) Sql(Search search)
    {
        List<string> conditions = [];
        if (search.ContactId is not null)
        {
            conditions.Add("contact_id = @ContactId");
        }

        if (search.State is not null)
        {
            conditions.Add("state = @State");
        }

        if (search.Part is not null)
        {
            conditions.Add("instr(search, @Part) > 0");
        }

        // A part of a text is looked for where the index holds the text: another index would fetch every row to look at it.
        var index = search is { Part: not null, ContactId: null } ? "INDEXED BY sends_by_change" : "";
        var rows = $"FROM sends {index} {(conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions))}";
        return ($"SELECT count(*) {rows}", $"SELECT {Fields}, clicked_at {rows} ORDER BY updated_at DESC, id LIMIT @Take OFFSET @Skip");
    }

    private static SendRecord Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Key = new SendKey(row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetInt32(5)),
        ContactId = row.GetString(6),
        Email = row.Text(7),
        Template = row.GetString(8),
        Purpose = row.GetString(9),
        EnrollmentId = row.Text(10),
        State = row.Enum<SendState>(11),
        Reason = row.Text(12),
        Subject = row.Text(13),
        MessageId = row.Text(14),
        QueuedAt = row.Time(15),
        UpdatedAt = row.Time(16),
        Attempts = row.GetInt32(17),
        Event = row.JsonOrNull(18),
        Model = row.JsonOrNull(19),
        TemplateVersion = row.Text(20),
        Kind = row.Enum<SendKind>(21),
        Url = row.Text(22),
        Body = row.Text(23),
        DecidedVersion = row.IsDBNull(24) ? null : row.GetInt32(24),
        ClickedAt = row.TimeOrNull(25),
    };

    private int Write(Statement statement, SendRecord record) => unit.Execute(
        statement, record.Id, record.Key.Journey, record.Key.Version, record.Key.Instance, record.Key.Step, record.Key.Occurrence, record.ContactId,
        record.Email, record.Template, record.Purpose, record.EnrollmentId, record.State.ToString(), record.Reason, record.Subject, record.MessageId,
        record.QueuedAt.ToColumn(), record.UpdatedAt.ToColumn(), record.Attempts, record.Event.ToColumn(), record.Model.ToColumn(),
        record.TemplateVersion, record.Kind.ToString(), record.Url, record.Body, record.DecidedVersion, Columns.ToSearch(record.Email ?? record.Url, record.Template));
}
