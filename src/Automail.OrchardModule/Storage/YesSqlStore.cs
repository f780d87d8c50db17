using System.Data;
using System.Security.Cryptography;
using Automail.Engine;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Environment.Shell.Scope;
using YesSql;

namespace Automail.OrchardModule.Storage;

/// <summary>
/// The engine's store on the tenant's database. A unit of work has a session and a transaction of its own, which it commits when
/// the work returns: it needs no DI scope, and no scope of Orchard's holds back its commit. A workflow activity that has to
/// commit with its workflow takes the scoped <see cref="IUnitOfWork"/> instead, which writes in the scope's own session.
/// </summary>
internal sealed class YesSqlStore(UnitSessionStore sessions) : IAutomailStore, IDisposable
{
    private const int MaxRuns = 6;

    // SQLite lets one transaction write, and its driver polls every 150 ms for its turn. Waiting here takes no such time.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AsyncLocal<Running?> _running = new();

    /// <inheritdoc/>
    public Task<T> ExecuteAsync<T>(Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken = default)
        => _running.Value is { Over: false }
            ? throw new InvalidOperationException("A unit of work is running here already: go on with that one.")
            : InsistAsync(() => RunAsync(work, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query, CancellationToken cancellationToken = default)
        => InsistAsync(async () =>
        {
            await using var session = await sessions.CreateAsync(cancellationToken);
            await session.BeginTransactionAsync(SnapshotLevel(session.Store), cancellationToken);

            // Never saved, so the transaction is rolled back with whatever the query wrote.
            return await query(new UnitOfWork(SessionStore.ForUnit(session, excludesWriters: false)));
        }, cancellationToken);

    /// <summary>Whether the session of the current scope has uncommitted changes: then a unit has to wait until the scope has committed.</summary>
    public static bool ScopeHasChanges => ScopeSession() is { CurrentTransaction: not null };

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static async Task<T> InsistAsync<T>(Func<Task<T>> run, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await run();
            }
            catch (Exception e) when (Conflicts.LostTo(e))
            {
                if (number == MaxRuns)
                {
                    throw new StoreConflictException($"Other writers changed the same records, {MaxRuns} times in a row.", e);
                }

                // Those who met should not meet again at once. Real time, not the site's: this is about the database.
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 5 << number), cancellationToken);
            }
            catch (Exception e) when (Conflicts.LockedOut(e))
            {
                throw new StoreConflictException("Another writer keeps the database locked.", e);
            }
        }
    }

    private async Task<T> RunAsync<T>(Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var session = await sessions.CreateAsync(cancellationToken);
        var oneWriter = IsSqlite(session.Store);
        if (!oneWriter)
        {
            return await RunAsync(session, oneWriter, work, cancellationToken);
        }

        ThrowIfScopeHoldsLock();
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await RunAsync(session, oneWriter, work, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<T> RunAsync<T>(ISession session, bool oneWriter, Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken)
    {
        var running = new Running();
        _running.Value = running;
        try
        {
            // From the start, so that what the work reads is still so when it writes: on SQLite this takes the write lock.
            await session.BeginTransactionAsync(cancellationToken);
            var store = SessionStore.ForUnit(session, excludesWriters: oneWriter);
            var result = await work(new UnitOfWork(store));
            await store.CommitAsync(cancellationToken);
            return result;
        }
        finally
        {
            running.Over = true;
            // A session that was not saved rolls back; at once, so that the next writer need not wait for the disposal.
            await session.ResetAsync();
        }
    }

    private static bool IsSqlite(IStore store) => store.Configuration.SqlDialect.Name == "Sqlite";

    /// <summary>The level at which all of a transaction's reads see one state. SQLite's driver knows only "unread" for a transaction that locks nothing yet.</summary>
    private static IsolationLevel SnapshotLevel(IStore store)
        => IsSqlite(store) ? IsolationLevel.ReadUncommitted : IsolationLevel.RepeatableRead;

    /// <summary>On SQLite, a unit inside a scope whose session has written would wait for a lock that this very scope holds until its end.</summary>
    private static void ThrowIfScopeHoldsLock()
    {
        if (ScopeHasChanges)
        {
            throw new InvalidOperationException(
                "The session of this scope has uncommitted changes, which lock the database. Use the scoped IUnitOfWork, "
                + "or start the unit in a deferred task.");
        }
    }

    private static ISession? ScopeSession()
    {
        try
        {
            return ShellScope.Services?.GetService<ISession>();
        }
        catch (InvalidOperationException)
        {
            // A scope that is ending makes no session any more, so it had none.
            return null;
        }
    }

    /// <summary>Marks the flow of a unit, so that a second unit inside it fails at once where it would wait for ever.</summary>
    private sealed class Running
    {
        public volatile bool Over;
    }
}
