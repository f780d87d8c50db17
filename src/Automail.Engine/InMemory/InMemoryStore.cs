using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.InMemory;

/// <summary>
/// All state in memory, for the simulator and for tests. Units run one after another; one that throws is undone. Claims cost
/// O(log n). Nothing outlives the process.
/// </summary>
public sealed class InMemoryStore : IAutomailStore, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AsyncLocal<Running?> _running = new();
    private readonly UndoLog _undo = new();
    private readonly Unit _unit;

    /// <summary>An empty store.</summary>
    /// <param name="keepEvents">
    /// False keeps of each event no more than its fingerprint, and per contact and type the latest time: enough for everything
    /// but <see cref="IEventLog.ForContactAsync"/>, which then throws.
    /// </param>
    public InMemoryStore(bool keepEvents = true)
    {
        var tallies = new InMemoryTallies(_undo);
        _unit = new Unit(
            new InMemoryContacts(_undo),
            new InMemoryEvents(_undo, keepEvents),
            new InMemoryCarts(_undo),
            new InMemoryConsents(_undo),
            new InMemorySuppressions(_undo),
            new InMemorySequences(_undo),
            new InMemoryEnrollments(_undo),
            new InMemoryDueQueue(_undo),
            new InMemoryLedger(_undo, tallies),
            tallies);
    }

    /// <inheritdoc/>
    public Task<T> ExecuteAsync<T>(Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken = default)
        => RunAsync(work, writes: true, cancellationToken);

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query, CancellationToken cancellationToken = default)
        => RunAsync(query, writes: false, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<T> RunAsync<T>(Func<IUnitOfWork, Task<T>> work, bool writes, CancellationToken cancellationToken)
    {
        if (_running.Value is { Over: false })
        {
            throw new InvalidOperationException("A unit of work is running here already: go on with that one.");
        }

        await _turn.WaitAsync(cancellationToken);
        var running = new Running();
        try
        {
            _running.Value = running;
            _undo.Begin(writes);
            var result = await work(_unit);
            _undo.Commit();
            return result;
        }
        catch
        {
            _undo.Rollback();
            throw;
        }
        finally
        {
            running.Over = true;
            _turn.Release();
        }
    }

    /// <summary>Marks the flow of a unit, so that a second unit inside it fails at once where it would wait for ever.</summary>
    private sealed class Running
    {
        public volatile bool Over;
    }

    private sealed record Unit(
        IContactStore Contacts,
        IEventLog Events,
        ICartStore Carts,
        IConsentStore Consents,
        ISuppressionStore Suppressions,
        ISequenceStore Sequences,
        IEnrollmentStore Enrollments,
        IDueQueue Due,
        ISendLedger Ledger,
        IStepTallies Tallies) : IUnitOfWork;
}
