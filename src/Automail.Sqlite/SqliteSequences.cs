using System.Data.Common;
using System.Text.Json;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;

namespace Automail.Sqlite;

internal sealed class SqliteSequences(SqliteUnit unit) : ISequenceStore
{
    private static readonly Statement Add = new("""
        INSERT INTO sequences (sequence_id, version, json, added_at, admits) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (sequence_id, version) DO NOTHING
        """);

    private static readonly Statement One = new("SELECT sequence_id, version, json, added_at, admits FROM sequences WHERE sequence_id = ?1 AND version = ?2");

    // With max(), SQLite takes the other columns from the row that holds the maximum (https://sqlite.org/lang_select.html#bareagg).
    private static readonly Statement Latest = new("SELECT sequence_id, max(version), json, added_at, admits FROM sequences GROUP BY sequence_id ORDER BY sequence_id");

    private static readonly Statement SetAdmits = new("""
        UPDATE sequences SET admits = ?2 WHERE sequence_id = ?1 AND version = (SELECT max(version) FROM sequences WHERE sequence_id = ?1)
        """);

    private static readonly Statement Stamp = new("SELECT value FROM counters WHERE name = 'sequences'");
    private static readonly Statement RaiseStamp = new("INSERT INTO counters VALUES ('sequences', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1");

    private static readonly Statement OneMigration = new("SELECT record FROM migrations WHERE id = ?1");
    private static readonly Statement LatestMigration = new("SELECT record FROM migrations WHERE sequence_id = ?1 ORDER BY number DESC LIMIT 1");
    private static readonly Statement SaveMigration = Statement.Upsert("migrations", "id", "sequence_id", "number", "record");

    private long? _stamp;
    private bool _changed;

    public Task<IReadOnlyList<StoredSequence>> LatestAsync() => Task.FromResult<IReadOnlyList<StoredSequence>>(unit.Query(Latest, Read));

    public Task<StoredSequence?> GetAsync(string sequenceId, int version) => Task.FromResult(unit.First(One, Read, sequenceId, version));

    public Task<long?> StampAsync()
        => Task.FromResult<long?>(_changed ? null : _stamp ??= unit.Query(Stamp, row => row.GetInt64(0)).SingleOrDefault());

    public Task AddAsync(StoredSequence sequence)
        => Changes(unit.Execute(Add, sequence.SequenceId, sequence.Version, sequence.Json, sequence.AddedAt.ToColumn(), sequence.Admits ? 1 : 0))
            ? Task.CompletedTask
            : throw new InvalidOperationException($"Version {sequence.Version} of sequence '{sequence.SequenceId}' exists already.");

    public Task<bool> SetAdmitsAsync(string sequenceId, bool admits) => Task.FromResult(Changes(unit.Execute(SetAdmits, sequenceId, admits ? 1 : 0)));

    public Task<SequenceMigration?> FindMigrationAsync(string migrationId) => Task.FromResult(unit.First(OneMigration, ReadMigration, migrationId));

    public Task<SequenceMigration?> LatestMigrationAsync(string sequenceId) => Task.FromResult(unit.First(LatestMigration, ReadMigration, sequenceId));

    public Task SaveMigrationAsync(SequenceMigration migration)
    {
        unit.Execute(SaveMigration, migration.Id, migration.SequenceId, migration.Number, JsonSerializer.Serialize(migration));
        return Task.CompletedTask;
    }

    private bool Changes(int rows)
    {
        if (rows == 0)
        {
            return false;
        }

        unit.Execute(RaiseStamp);
        return _changed = true;
    }

    private static SequenceMigration ReadMigration(DbDataReader row) => JsonSerializer.Deserialize<SequenceMigration>(row.GetString(0))!;

    private static StoredSequence Read(DbDataReader row) => new(row.GetString(0), row.GetInt32(1), row.GetString(2), row.Time(3)) { Admits = row.GetInt32(4) != 0 };
}
