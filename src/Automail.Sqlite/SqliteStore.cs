using System.Collections.Concurrent;
using Automail.Engine;

namespace Automail.Sqlite;

/// <summary>
/// All state in one SQLite file with a write-ahead log. Units of one process write one after another, and wait for other processes; queries run beside
/// them on a snapshot. Times are kept in whole milliseconds.
/// </summary>
public sealed class SqliteStore : IAutomailStore, IAsyncDisposable
{
    private const int KeptReaders = 8;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AsyncLocal<SqliteUnit?> _running = new();
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private readonly SqliteStoreOptions _options;
    private readonly DueTokens _tokens = new();
    private SqliteSession? _writer;
    private volatile bool _closed;

    private SqliteStore(string path, SqliteStoreOptions options) => (Path, _options) = (path, options);

    /// <summary>The full path of the file.</summary>
    public string Path { get; }

    /// <summary>The connection that writes, while the store is open.</summary>
    internal SqliteSession? Writer => _writer;

    /// <summary>Opens a file; makes it, and the folder around it, when there is none; brings older tables up to date.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be opened, written or understood. The message says what to do.</exception>
    public static async Task<SqliteStore> OpenAsync(string path, SqliteStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        var store = new SqliteStore(System.IO.Path.GetFullPath(path), options ?? new SqliteStoreOptions());
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(store.Path)!);
            cancellationToken.ThrowIfCancellationRequested();
            store._writer = store.OpenWriter(create: true);
            return store;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await store.DisposeAsync();
            throw new StoreUnavailableException($"The folder of the database file '{store.Path}' cannot be made: {e.Message}", e);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<T> ExecuteAsync<T>(Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken = default)
    {
        RefuseNesting();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var session = _writer ??= OpenWriter(create: false);
            var good = false;
            try
            {
                session.Begin();
                var result = await RunAsync(session, async unit =>
                {
                    var made = await work(unit);
                    ((SqliteUnit)unit).WriteBehind();
                    return made;
                });
                session.Commit();
                good = true;
                return result;
            }
            finally
            {
                if (!good && !session.TryRollback())
                {
                    // The next unit begins with a new connection.
                    _writer = null;
                    session.Dispose();
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query, CancellationToken cancellationToken = default)
    {
        RefuseNesting();
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(_closed, this);
        if (!_readers.TryTake(out var session))
        {
            session = SqliteSession.OpenReader(Path, _options);
        }

        try
        {
            session.Begin();
            return await RunAsync(session, query);
        }
        finally
        {
            if (session.TryRollback() && !_closed && _readers.Count < KeptReaders)
            {
                _readers.Add(session);
            }
            else
            {
                session.Dispose();
            }
        }
    }

    /// <summary>Closes the file. A unit that is writing is waited for.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closed)
        {
            return;
        }

        await _turn.WaitAsync();
        try
        {
            _closed = true;
            while (_readers.TryTake(out var reader))
            {
                reader.Dispose();
            }

            // Last, since the last connection to close folds the write-ahead log into the file.
            _writer?.Dispose();
            _writer = null;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<T> RunAsync<T>(SqliteSession session, Func<IUnitOfWork, Task<T>> work)
    {
        var unit = new SqliteUnit(session, _tokens);
        try
        {
            _running.Value = unit;
            return await work(unit);
        }
        finally
        {
            unit.End();
        }
    }

    private SqliteSession OpenWriter(bool create)
    {
        var session = SqliteSession.OpenWriter(Path, _options, create);
        try
        {
            Schema.Migrate(session, Path);
            session.RequireWritable();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void RefuseNesting()
    {
        if (_running.Value is { Over: false })
        {
            throw new InvalidOperationException("A unit of work is running here already: go on with that one.");
        }
    }
}
