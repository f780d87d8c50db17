using System.Data.Common;
using Automail.Engine;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Automail.Sqlite;

/// <summary>One connection with its prepared statements; used by one unit at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<Statement, SqliteCommand> _prepared = [];
    private readonly string _path;
    private readonly bool _reader;

    private SqliteSession(string path, SqliteConnection connection, bool reader)
        => (_path, _connection, _reader) = (path, connection, reader);

    /// <summary>Why the running transaction must not be committed, once the file has failed it.</summary>
    public StoreUnavailableException? Failure { get; private set; }

    /// <summary>The statements that were prepared so far.</summary>
    public IEnumerable<string> Statements => _prepared.Keys.Select(s => s.Sql);

    public static SqliteSession OpenWriter(string path, SqliteStoreOptions options, bool create)
    {
        var session = Open(path, options, create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite, reader: false);
        try
        {
            session.Run(c =>
            {
                c.Execute("PRAGMA journal_mode = WAL");
                c.Execute($"PRAGMA synchronous = {(options.SurvivePowerLoss ? "FULL" : "NORMAL")}");
                c.Execute("PRAGMA cache_size = -32768");
                c.Execute("PRAGMA wal_autocheckpoint = 16000");
                if (options.MaxSize is { } size)
                {
                    c.Execute($"PRAGMA max_page_count = {Math.Max(1, size / c.ExecuteScalar<long>("PRAGMA page_size"))}");
                }

                return true;
            });
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public static SqliteSession OpenReader(string path, SqliteStoreOptions options)
    {
        // Not opened read-only: a reader of a write-ahead log has to be able to write the index of that log.
        var session = Open(path, options, SqliteOpenMode.ReadWrite, reader: true);
        session.Run(c => c.Execute("PRAGMA query_only = 1"));
        return session;
    }

    /// <summary>
    /// Fails when the file can only be read: SQLite opens such a file without a word, and even begins a transaction, so that only the first change would tell.
    /// </summary>
    public void RequireWritable()
    {
        if (raw.sqlite3_db_readonly(_connection.Handle, "main") == 1)
        {
            throw Fail(new SqliteException("The file is read-only.", raw.SQLITE_READONLY));
        }
    }

    /// <summary>Begins a transaction. A writer takes the file's one write lock at once, so that it cannot fail half way for want of it.</summary>
    public void Begin()
    {
        Failure = null;
        Raw(_reader ? "BEGIN" : "BEGIN IMMEDIATE");
    }

    public void Commit()
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        Raw("COMMIT");
    }

    /// <summary>Ends the transaction without keeping anything; false when the connection is no longer good for another one.</summary>
    public bool TryRollback()
    {
        // SQLite itself rolls back after some errors, a full disk for example.
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0 && raw.sqlite3_exec(_connection.Handle, "ROLLBACK") != raw.SQLITE_OK)
        {
            return false;
        }

        return Failure is null;
    }

    /// <summary>Runs a statement and tells how many rows it changed.</summary>
    public int Execute(Statement statement, params ReadOnlySpan<object?> values)
    {
        var command = Bind(statement, values);
        return Run(_ => command.ExecuteNonQuery());
    }

    /// <summary>Runs a statement and reads all of its rows.</summary>
    public List<T> Query<T>(Statement statement, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        var command = Bind(statement, values);
        return Run(_ =>
        {
            using var reader = command.ExecuteReader();
            return ReadAll(reader, read);
        });
    }

    /// <summary>Runs a query whose text depends on what is asked for.</summary>
    public List<T> Query<T>(string sql, object parameters, Func<DbDataReader, T> read) => Run(c =>
    {
        using var reader = (DbDataReader)c.ExecuteReader(sql, parameters);
        return ReadAll(reader, read);
    });

    /// <summary>Runs a query of one value whose text depends on what is asked for.</summary>
    public T? Scalar<T>(string sql, object? parameters = null) => Run(c => c.ExecuteScalar<T>(sql, parameters));

    /// <summary>Works with the connection itself, and says what to do when the file fails.</summary>
    public T Run<T>(Func<SqliteConnection, T> work)
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        try
        {
            return work(_connection);
        }
        catch (SqliteException e)
        {
            throw Fail(e);
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _prepared.Clear();
        _connection.Dispose();
    }

    private static SqliteSession Open(string path, SqliteStoreOptions options, SqliteOpenMode mode, bool reader)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            // The store keeps its connections itself.
            Pooling = false,
            // The driver's own waiting is coarse; SQLite's handler does it.
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = {(long)options.BusyTimeout.TotalMilliseconds}");
            connection.Execute("PRAGMA temp_store = MEMORY");
            return new SqliteSession(path, connection, reader);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteErrors.Translate(e, path) ?? (Exception)e;
        }
    }

    private static List<T> ReadAll<T>(DbDataReader reader, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private SqliteCommand Bind(Statement statement, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(statement, out var command))
        {
            _prepared[statement] = command = Run(statement.Prepare);
        }

        var parameters = command.Parameters;
        for (var i = 0; i < values.Length; i++)
        {
            parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    private void Raw(string sql)
    {
        var code = raw.sqlite3_exec(_connection.Handle, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Fail(new SqliteException($"{sql}: {raw.sqlite3_errmsg(_connection.Handle).utf8_to_string()}", code, raw.sqlite3_extended_errcode(_connection.Handle)));
        }
    }

    private Exception Fail(SqliteException e)
    {
        if (_reader && e.SqliteErrorCode == raw.SQLITE_READONLY)
        {
            return new InvalidOperationException("A query cannot write; use ExecuteAsync.", e);
        }

        return (Exception?)(Failure = SqliteErrors.Translate(e, _path)) ?? e;
    }
}
