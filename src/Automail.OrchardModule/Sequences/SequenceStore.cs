using System.Globalization;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Storage;

namespace Automail.OrchardModule.Sequences;

/// <summary>The versions of sequences in YesSql.</summary>
internal sealed class SequenceStore(SessionStore session) : ISequenceStore
{
    private readonly RecordStore<StoredSequence, SequenceDocument, SequenceIndex> _versions = new(
        session,
        sequence => IdOf(sequence.SequenceId, sequence.Version),
        sequence => new SequenceDocument { Record = sequence },
        nameof(SequenceIndex.VersionKey),
        Keys.Of);

    private readonly RecordStore<SequenceMigration, MigrationDocument, MigrationIndex> _migrations = new(
        session,
        migration => migration.Id,
        migration => new MigrationDocument { Record = migration },
        nameof(MigrationIndex.MigrationKey),
        Keys.Of);

    public static string IdOf(string sequenceId, int version) => string.Create(CultureInfo.InvariantCulture, $"{version}:{sequenceId}");

    public async Task<IReadOnlyList<StoredSequence>> LatestAsync()
    {
        // Authors make versions by hand, so there are few, and the rows are small.
        var rows = await _versions.RowsAsync<SequenceIndex>(query => query);
        var latest = rows.GroupBy(row => row.SequenceKey, (_, versions) => versions.MaxBy(row => row.SequenceVersion)!.DocumentId);
        return [.. (await _versions.OfDocumentsAsync(latest)).OrderBy(sequence => sequence.SequenceId, StringComparer.Ordinal)];
    }

    public Task<StoredSequence?> GetAsync(string sequenceId, int version) => _versions.GetAsync(IdOf(sequenceId, version));

    public async Task AddAsync(StoredSequence sequence)
    {
        if (await GetAsync(sequence.SequenceId, sequence.Version) is not null)
        {
            throw new InvalidOperationException($"Version {sequence.Version} of sequence '{sequence.SequenceId}' exists already.");
        }

        await _versions.SetAsync(sequence);
    }

    public async Task<bool> SetAdmitsAsync(string sequenceId, bool admits)
    {
        var sequenceKey = Keys.Of(sequenceId);
        var rows = await _versions.RowsAsync<SequenceIndex>(query => query.Where(index => index.SequenceKey == sequenceKey));
        if (rows.MaxBy(row => row.SequenceVersion) is not { } latest)
        {
            return false;
        }

        await _versions.SetAsync((await _versions.OfDocumentsAsync([latest.DocumentId])).Single() with { Admits = admits });
        return true;
    }

    public Task<SequenceMigration?> FindMigrationAsync(string migrationId) => _migrations.GetAsync(migrationId);

    public async Task<SequenceMigration?> LatestMigrationAsync(string sequenceId)
    {
        var sequenceKey = Keys.Of(sequenceId);
        var latest = await _migrations.RowsAsync<MigrationIndex>(query => query.Where(index => index.SequenceKey == sequenceKey).OrderByDescending(index => index.Number).Take(1));
        return (await _migrations.OfDocumentsAsync(latest.Select(row => row.DocumentId))).SingleOrDefault();
    }

    public Task SaveMigrationAsync(SequenceMigration migration) => _migrations.SetAsync(migration);
}
