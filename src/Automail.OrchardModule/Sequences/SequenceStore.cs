using System.Globalization;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Storage;
using YesSql;

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

    private long? _stamp;
    private bool _changed;

    public static string IdOf(string sequenceId, int version) => string.Create(CultureInfo.InvariantCulture, $"{version}:{sequenceId}");

    public async Task<IReadOnlyList<StoredSequence>> LatestAsync()
    {
        // Authors make versions by hand, so there are few, and the rows are small.
        var rows = await _versions.RowsAsync<SequenceIndex>(query => query);
        var latest = rows.GroupBy(row => row.SequenceKey, (_, versions) => versions.MaxBy(row => row.SequenceVersion)!.DocumentId);
        return [.. (await _versions.OfDocumentsAsync(latest)).OrderBy(sequence => sequence.SequenceId, StringComparer.Ordinal)];
    }

    /// <remarks>YesSql counts the changes of a document. Nothing of sequences is ever deleted, so the sum of these numbers rises with each change.</remarks>
    public async Task<long?> StampAsync()
        => _changed ? null : _stamp ??= (await session.QuerySqlAsync<long>(StampSql(session.Configuration), new { })).Single();

    public Task<StoredSequence?> GetAsync(string sequenceId, int version) => _versions.GetAsync(IdOf(sequenceId, version));

    public async Task AddAsync(StoredSequence sequence)
    {
        if (await GetAsync(sequence.SequenceId, sequence.Version) is not null)
        {
            throw new InvalidOperationException($"Version {sequence.Version} of sequence '{sequence.SequenceId}' exists already.");
        }

        _changed = true;
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

        _changed = true;
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

    private static string StampSql(IConfiguration configuration)
    {
        var (dialect, names) = (configuration.SqlDialect, configuration.TableNameConvention);
        var documents = dialect.QuoteForTableName(configuration.TablePrefix + names.GetDocumentTable(AutomailCollection.Name), configuration.Schema);
        var versions = dialect.QuoteForTableName(configuration.TablePrefix + names.GetIndexTable(typeof(SequenceIndex), AutomailCollection.Name), configuration.Schema);
        return $"select coalesce(sum({dialect.QuoteForColumnName("Version")}), 0) from {documents} where {dialect.QuoteForColumnName("Id")} in (select {dialect.QuoteForColumnName(nameof(SequenceIndex.DocumentId))} from {versions})";
    }
}
