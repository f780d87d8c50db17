using System.Data.Common;
using Automail.Engine;
using Automail.Engine.Behavior;

namespace Automail.Sqlite;

internal sealed class SqliteEvents(SqliteUnit unit) : IEventLog
{
    private static readonly Statement Append = new("""
        INSERT INTO events (source, id, type, subject, time, data, contact_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (source, id) DO NOTHING
        """);

    private static readonly Statement Contains = new("SELECT EXISTS (SELECT 1 FROM events WHERE source = ?1 AND id = ?2)");
    private static readonly Statement Count = new("SELECT count(*) FROM events WHERE contact_id = ?1");
    private static readonly Statement List = new("""
        SELECT source, id, type, subject, time, data, contact_id FROM events WHERE contact_id = ?1 ORDER BY time DESC, rowid DESC LIMIT ?2 OFFSET ?3
        """);

    private static readonly Statement Latest = new("""
        SELECT source, id, type, subject, time, data, contact_id FROM events WHERE contact_id = ?1 AND type = ?2 ORDER BY time DESC, rowid DESC LIMIT ?3
        """);

    private static readonly Statement Between = new("""
        SELECT source, id, type, subject, time, data, contact_id FROM events WHERE time >= ?1 AND time < ?2 ORDER BY time DESC, rowid DESC LIMIT ?3
        """);

    private static readonly Statement Any = new("""
        SELECT EXISTS (SELECT 1 FROM events WHERE contact_id = ?1 AND time >= ?2 AND type IN (SELECT value FROM json_each(?3)))
        """);

    private static readonly Statement Reassign = new("UPDATE events SET contact_id = ?2 WHERE contact_id = ?1");

    public Task<bool> TryAppendAsync(BehaviorEvent behaviorEvent, string contactId)
        => Task.FromResult(unit.Execute(
            Append, behaviorEvent.Source, behaviorEvent.Id, behaviorEvent.Type, behaviorEvent.Subject, behaviorEvent.Time.ToColumn(),
            behaviorEvent.Data.ToColumn(), contactId) == 1);

    public Task<bool> ContainsAsync(string source, string id) => Task.FromResult(unit.Query(Contains, r => r.GetBoolean(0), source, id)[0]);

    public Task<Page<LoggedEvent>> ForContactAsync(string contactId, int skip, int take)
    {
        var page = new Search(null, skip, take);
        var total = unit.Query(Count, r => r.GetInt32(0), contactId)[0];
        return Task.FromResult(new Page<LoggedEvent>(unit.Query(List, Read, contactId, page.Take, page.Skip), total));
    }

    public Task<IReadOnlyList<LoggedEvent>> LatestAsync(string contactId, string type, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        return Task.FromResult<IReadOnlyList<LoggedEvent>>(unit.Query(Latest, Read, contactId, type, take));
    }

    public Task<IReadOnlyList<LoggedEvent>> NewestBetweenAsync(DateTimeOffset from, DateTimeOffset to, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        var events = unit.Query(Between, Read, from.ToColumn(), to.ToColumn(), take).ToList();
        events.Reverse();
        return Task.FromResult<IReadOnlyList<LoggedEvent>>(events);
    }

    public Task<bool> AnySinceAsync(string contactId, IReadOnlyCollection<string> types, DateTimeOffset since)
        => Task.FromResult(unit.Query(Any, r => r.GetBoolean(0), contactId, since.ToColumn(), types.ToKeys())[0]);

    public Task ReassignAsync(string fromContactId, string toContactId)
    {
        unit.Execute(Reassign, fromContactId, toContactId);
        return Task.CompletedTask;
    }

    private static LoggedEvent Read(DbDataReader row) => new(
        new BehaviorEvent(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4), row.Json(5)),
        row.GetString(6));
}
