using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;

namespace Automail.Engine.InMemory;

internal sealed class InMemorySequences(UndoLog undo) : ISequenceStore
{
    private readonly Table<(string Id, int Version), StoredSequence> _versions = new(undo);
    private readonly Table<string, StoredSequence> _latest = new(undo, StringComparer.Ordinal);
    private readonly Table<string, SequenceMigration> _migrations = new(undo, StringComparer.Ordinal);
    private long _stamp;
    private long _changedBy;

    public Task<IReadOnlyList<StoredSequence>> LatestAsync()
    {
        undo.Reading();
        return Task.FromResult<IReadOnlyList<StoredSequence>>([.. _latest.Values.OrderBy(s => s.SequenceId, StringComparer.Ordinal)]);
    }

    public Task<long?> StampAsync()
    {
        undo.Reading();
        return Task.FromResult<long?>(_changedBy == undo.Unit ? null : _stamp);
    }

    public Task<StoredSequence?> GetAsync(string sequenceId, int version)
    {
        undo.Reading();
        return Task.FromResult(_versions.TryGet((sequenceId, version), out var found) ? found : null);
    }

    public Task AddAsync(StoredSequence sequence)
    {
        undo.Writing();
        var key = (sequence.SequenceId, sequence.Version);
        if (_versions.Contains(key))
        {
            throw new InvalidOperationException($"Version {sequence.Version} of sequence '{sequence.SequenceId}' exists already.");
        }

        Changed();
        _versions.Set(key, sequence);
        if (!_latest.TryGet(sequence.SequenceId, out var latest) || latest.Version < sequence.Version)
        {
            _latest.Set(sequence.SequenceId, sequence);
        }

        return Task.CompletedTask;
    }

    public Task<bool> SetAdmitsAsync(string sequenceId, bool admits)
    {
        undo.Writing();
        if (!_latest.TryGet(sequenceId, out var latest))
        {
            return Task.FromResult(false);
        }

        Changed();
        var changed = latest with { Admits = admits };
        _versions.Set((changed.SequenceId, changed.Version), changed);
        _latest.Set(sequenceId, changed);
        return Task.FromResult(true);
    }

    public Task<SequenceMigration?> FindMigrationAsync(string migrationId)
    {
        undo.Reading();
        return Task.FromResult(_migrations.TryGet(migrationId, out var found) ? found : null);
    }

    public Task<SequenceMigration?> LatestMigrationAsync(string sequenceId)
    {
        undo.Reading();
        return Task.FromResult(_migrations.Values.Where(migration => migration.SequenceId == sequenceId).MaxBy(migration => migration.Number));
    }

    public Task SaveMigrationAsync(SequenceMigration migration)
    {
        undo.Writing();
        _migrations.Set(migration.Id, migration);
        return Task.CompletedTask;
    }

    // What is undone has raised it too, which costs others one look.
    private void Changed() => (_stamp, _changedBy) = (_stamp + 1, undo.Unit);
}
