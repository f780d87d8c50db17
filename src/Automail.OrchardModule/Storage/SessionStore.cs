using Dapper;
using Microsoft.Extensions.DependencyInjection;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Storage;

/// <summary>
/// One YesSql session, as the stores of the slices see it: Automail's collection only, and every read finds what the session
/// was told to write before.
/// </summary>
internal sealed class SessionStore
{
    private readonly ISession _session;
    private readonly HashSet<object> _written = new(ReferenceEqualityComparer.Instance);
    private readonly List<IWriteBehind> _behind = [];

    private SessionStore(ISession session, bool writesThrough, bool excludesWriters)
        => (_session, WritesThrough, ExcludesWriters) = (session, writesThrough, excludesWriters);

    /// <summary>
    /// Whether each write goes to the session at once. It does where others decide about the commit; a unit that commits
    /// itself keeps its writes until then, and looks up in one query which of its records exist.
    /// </summary>
    public bool WritesThrough { get; }

    /// <summary>Whether nobody else can write before this session ends.</summary>
    public bool ExcludesWriters { get; }

    /// <summary>For a unit that has the session for itself.</summary>
    public static SessionStore ForUnit(ISession session, bool excludesWriters) => new(session, writesThrough: false, excludesWriters);

    /// <summary>For the session of a DI scope, which Orchard commits at the scope's end with whatever else was written in it.</summary>
    public static SessionStore ForScope(IServiceProvider services)
        => new(services.GetRequiredService<ISession>(), writesThrough: true, excludesWriters: false);

    /// <summary>A number that this tenant's collection never gave before, on any node.</summary>
    public Task<long> NextIdAsync() => Configuration.IdGenerator.GetNextIdAsync(AutomailCollection.Name);

    /// <summary>Registers writes that wait.</summary>
    public void Add(IWriteBehind writes) => _behind.Add(writes);

    /// <summary>Documents by an index. Flushes first.</summary>
    public async Task<IQuery<TDocument, TIndex>> QueryAsync<TDocument, TIndex>()
        where TDocument : class
        where TIndex : class, IIndex
    {
        await FlushAsync();

        // Without the grouping that removes duplicates, which would make the database sort whole tables.
        return _session.Query(AutomailCollection.Name).For<TDocument>(false).NoDuplicates().With<TIndex>();
    }

    /// <summary>Rows of an index. Flushes first.</summary>
    public async Task<IQueryIndex<TIndex>> QueryIndexAsync<TIndex>()
        where TIndex : class, IIndex
    {
        await FlushAsync();
        return _session.QueryIndex<TIndex>(AutomailCollection.Name);
    }

    /// <summary>Documents by YesSql's ids, in the order of the ids.</summary>
    public async Task<IReadOnlyList<TDocument>> GetAsync<TDocument>(IEnumerable<long> ids)
        where TDocument : class
    {
        await FlushAsync();
        var found = new List<TDocument>();
        foreach (var chunk in ids.Chunk(KeyQueries.MaxValues))
        {
            found.AddRange(await _session.GetAsync<TDocument>(chunk, AutomailCollection.Name));
        }

        return found;
    }

    /// <summary>The database's dialect and names, for tables beside the documents.</summary>
    public IConfiguration Configuration => _session.Store.Configuration;

    /// <summary>Runs a statement in the session's transaction; how many rows it changed.</summary>
    public async Task<int> ExecuteSqlAsync(string sql, object parameters)
    {
        var transaction = await _session.BeginTransactionAsync();
        return await transaction.Connection!.ExecuteAsync(sql, parameters, transaction);
    }

    /// <summary>Runs a query in the session's transaction, if it has begun one.</summary>
    public async Task<List<T>> QuerySqlAsync<T>(string sql, object parameters)
    {
        var connection = await _session.CreateConnectionAsync();
        return [.. await connection.QueryAsync<T>(sql, parameters, _session.CurrentTransaction)];
    }

    /// <summary>As <see cref="QuerySqlAsync{T}"/>, for several queries in one command: their rows, one after another.</summary>
    public async Task<List<T>> QueryManySqlAsync<T>(string sql, object parameters)
    {
        var connection = await _session.CreateConnectionAsync();
        await using var results = await connection.QueryMultipleAsync(sql, parameters, _session.CurrentTransaction);
        var rows = new List<T>();
        while (!results.IsConsumed)
        {
            rows.AddRange(await results.ReadAsync<T>());
        }

        return rows;
    }

    /// <summary>Inserts a new document, or replaces one that nobody changed since it was read.</summary>
    public async Task SaveAsync(object document)
    {
        await _session.SaveAsync(document, checkConcurrency: true, AutomailCollection.Name);
        _written.Add(document);
    }

    /// <summary>Deletes documents that nobody changed since they were read.</summary>
    public async Task DeleteAsync(IReadOnlyCollection<object> documents)
    {
        if (!ExcludesWriters)
        {
            // YesSql deletes whatever version it finds. Writing first makes it check the version, and locks the row.
            foreach (var document in documents)
            {
                await SaveAsync(document);
            }

            await _session.FlushAsync();

            // Otherwise YesSql would remember the written documents, and miss them at the next flush.
            _session.Detach(documents, AutomailCollection.Name);
        }

        foreach (var document in documents)
        {
            _session.Delete(document, AutomailCollection.Name);
            _written.Remove(document);
        }
    }

    /// <summary>Sends to the database what was saved and deleted so far, uncommitted.</summary>
    public async Task FlushAsync()
    {
        await _session.FlushAsync();
        if (!WritesThrough)
        {
            // A document that YesSql has written is serialized again at every later flush, to see whether it changed.
            _session.Detach(_written, AutomailCollection.Name);
        }

        _written.Clear();
    }

    /// <summary>Commits everything.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        foreach (var writes in _behind)
        {
            await writes.PushAsync();
        }

        // YesSql rolls back at the first error, and commits nothing afterwards without saying so.
        if (_session.CurrentTransaction is null)
        {
            throw new InvalidOperationException("The unit was rolled back by an error that its work has caught.");
        }

        await _session.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Writes that wait until they are needed or committed.</summary>
internal interface IWriteBehind
{
    /// <summary>Hands them to the session.</summary>
    Task PushAsync();
}
