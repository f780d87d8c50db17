using System.Data.Common;
using Automail.Engine.Sequences;

namespace Automail.Sqlite;

internal sealed class SqliteEnrollments(SqliteUnit unit) : IEnrollmentStore
{
    private const string Fields = """
        id, journey_id, version, contact_id, number, entered_at, entered_type, entered_time, entered_data, status, ended_at, end_reason,
        step_id, step_started_at, wake_at, send_due_at, instance, paused_at, paused_by, paused_wake_at, trace,
        entered_version
        """;

    private static readonly Statement ById = new($"SELECT {Fields} FROM enrollments WHERE id IN (SELECT value FROM json_each(?1))");
    private static readonly Statement Active = new($"SELECT {Fields} FROM enrollments WHERE contact_id = ?1 AND status = 'Active' ORDER BY id");
    private static readonly Statement ByContact = new($"SELECT {Fields} FROM enrollments WHERE contact_id = ?1 ORDER BY entered_at DESC, id");

    // After two people became one, two entries can have one number: then the later entry counts.
    private static readonly Statement Latest = new($"""
        SELECT {Fields} FROM enrollments WHERE contact_id = ?1 AND journey_id = ?2 ORDER BY number DESC, entered_at DESC, id DESC LIMIT 1
        """);

    private static readonly Statement ActiveIn = new($"""
        SELECT {Fields} FROM enrollments WHERE journey_id = ?1 AND status = 'Active' AND id > ?2 ORDER BY id LIMIT ?3
        """);

    private static readonly Statement ActiveInVersion = new($"""
        SELECT {Fields} FROM enrollments WHERE journey_id = ?1 AND version = ?2 AND status = 'Active' AND id > ?3 ORDER BY id LIMIT ?4
        """);

    private static readonly Statement CompletedInVersion = new($"""
        SELECT {Fields} FROM enrollments WHERE journey_id = ?1 AND version = ?2 AND status = 'Completed' AND id > ?3 ORDER BY id LIMIT ?4
        """);

    private static readonly Statement CountActive = new("""
        SELECT version, step_id, count(*) FROM enrollments WHERE journey_id = ?1 AND status = 'Active' GROUP BY version, step_id ORDER BY version, step_id
        """);

    private static readonly Statement CountCompleted = new("""
        SELECT version, step_id, count(*) FROM enrollments WHERE journey_id = ?1 AND status = 'Completed' GROUP BY version, step_id ORDER BY version, step_id
        """);

    private static readonly Statement Reassign = new("UPDATE enrollments SET contact_id = ?2 WHERE contact_id = ?1");
    private static readonly Statement Save = Statement.Upsert(
        "enrollments", "id", "journey_id", "version", "contact_id", "number", "entered_at", "entered_type", "entered_time", "entered_data", "status", "ended_at",
        "end_reason", "step_id", "step_started_at", "wake_at", "send_due_at", "instance", "paused_at", "paused_by", "paused_wake_at", "trace",
        "entered_version");

    // Of a passage that goes on only what no index holds changes: a batch of them then writes its rows alone, and no index, in which they lie far apart.
    private static readonly Statement GoOn = new("""
        UPDATE enrollments SET entered_at = ?6, entered_type = ?7, entered_time = ?8, entered_data = ?9, ended_at = ?11, end_reason = ?12, step_id = ?13, step_started_at = ?14,
            wake_at = ?15, send_due_at = ?16, instance = ?17, paused_at = ?18, paused_by = ?19, paused_wake_at = ?20, trace = ?21, entered_version = ?22
        WHERE id = ?1 AND journey_id = ?2 AND version = ?3 AND contact_id = ?4 AND number = ?5 AND status = ?10
        """);

    public Task<IReadOnlyDictionary<string, Enrollment>> GetAsync(IReadOnlyCollection<string> ids)
        => Task.FromResult<IReadOnlyDictionary<string, Enrollment>>(unit.Query(ById, Read, ids.ToKeys()).ToDictionary(e => e.Id, StringComparer.Ordinal));

    public Task<IReadOnlyList<Enrollment>> ActiveAsync(string contactId) => Task.FromResult<IReadOnlyList<Enrollment>>(unit.Query(Active, Read, contactId));

    public Task<Enrollment?> LatestAsync(string journeyId, string contactId) => Task.FromResult(unit.First(Latest, Read, contactId, journeyId));

    public Task<IReadOnlyList<Enrollment>> ForContactAsync(string contactId)
        => Task.FromResult<IReadOnlyList<Enrollment>>(unit.Query(ByContact, Read, contactId));

    public Task<EnrollmentStretch> ActiveInAsync(string journeyId, string? after, int max)
    {
        var found = unit.Query(ActiveIn, Read, journeyId, after ?? "", max);
        return Task.FromResult(new EnrollmentStretch(found, found.Count < max ? null : found[^1].Id));
    }

    public Task<EnrollmentStretch> InVersionAsync(string journeyId, int version, bool completed, string? after, int max)
    {
        var found = unit.Query(completed ? CompletedInVersion : ActiveInVersion, Read, journeyId, version, after ?? "", max);
        return Task.FromResult(new EnrollmentStretch(found, found.Count < max ? null : found[^1].Id));
    }

    public Task<IReadOnlyList<StepCount>> CountAsync(string journeyId, bool completed)
        => Task.FromResult<IReadOnlyList<StepCount>>(unit.Query(
            completed ? CountCompleted : CountActive, row => new StepCount(row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt32(2)), journeyId));

    public Task SaveAsync(Enrollment enrollment)
    {
        if (Write(GoOn, enrollment) == 0)
        {
            Write(Save, enrollment);
        }

        return Task.CompletedTask;
    }

    public Task ReassignAsync(string fromContactId, string toContactId)
    {
        unit.Execute(Reassign, fromContactId, toContactId);
        return Task.CompletedTask;
    }

    private static Enrollment Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        JourneyId = row.GetString(1),
        Version = row.GetInt32(2),
        ContactId = row.GetString(3),
        Number = row.GetInt32(4),
        EnteredAt = row.Time(5),
        EnteredBy = row.IsDBNull(6) ? null : new EnteringEvent(row.GetString(6), row.Time(7), row.Json(8)),
        Status = row.Enum<EnrollmentStatus>(9),
        EndedAt = row.TimeOrNull(10),
        EndReason = row.Text(11),
        StepId = row.Text(12),
        StepStartedAt = row.Time(13),
        WakeAt = row.TimeOrNull(14),
        SendDueAt = row.TimeOrNull(15),
        Instance = row.Text(16),
        PausedAt = row.TimeOrNull(17),
        PausedBy = row.Text(18),
        PausedWakeAt = row.TimeOrNull(19),
        Trace = row.Text(20),
        EnteredVersion = row.IsDBNull(21) ? null : row.GetInt32(21),
    };

    private int Write(Statement statement, Enrollment enrollment)
    {
        var by = enrollment.EnteredBy;
        return unit.Execute(
            statement, enrollment.Id, enrollment.JourneyId, enrollment.Version, enrollment.ContactId, enrollment.Number, enrollment.EnteredAt.ToColumn(), by?.Type,
            by?.Time.ToColumn(), by?.Data.ToColumn(), enrollment.Status.ToString(), enrollment.EndedAt.ToColumn(), enrollment.EndReason, enrollment.StepId,
            enrollment.StepStartedAt.ToColumn(), enrollment.WakeAt.ToColumn(), enrollment.SendDueAt.ToColumn(), enrollment.Instance,
            enrollment.PausedAt.ToColumn(), enrollment.PausedBy, enrollment.PausedWakeAt.ToColumn(), enrollment.Trace,
            enrollment.EnteredVersion);
    }
}
