using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine;

/// <summary>
/// Where all state lives. State and ledger commit together (design, invariant 2). A store keeps times to the millisecond at
/// least. Inside a unit, work goes on with that unit: starting another one from within is an error.
/// </summary>
public interface IAutomailStore
{
    /// <summary>
    /// Runs <paramref name="work"/> and commits all that it wrote, or nothing when it throws. When another writer was
    /// faster the store may run it again from the start, so the work must have no effect outside the unit.
    /// </summary>
    /// <exception cref="StoreConflictException">Another writer was faster, again and again.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached or written; says what to do.</exception>
    Task<T> ExecuteAsync<T>(Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken = default);

    /// <summary>Runs <paramref name="query"/> on a consistent view. What it writes is refused or lost.</summary>
    Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query, CancellationToken cancellationToken = default);
}

/// <summary>The stores of all slices, sharing one transaction. Reads see the unit's own writes.</summary>
public interface IUnitOfWork
{
    /// <summary>The people.</summary>
    IContactStore Contacts { get; }

    /// <summary>What they did.</summary>
    IEventLog Events { get; }

    /// <summary>The carts that they fill.</summary>
    ICartStore Carts { get; }

    /// <summary>What they allowed, with proof.</summary>
    IConsentStore Consents { get; }

    /// <summary>The addresses that get nothing.</summary>
    ISuppressionStore Suppressions { get; }

    /// <summary>The versions of sequences that people entered.</summary>
    ISequenceStore Sequences { get; }

    /// <summary>Who is in which journey.</summary>
    IEnrollmentStore Enrollments { get; }

    /// <summary>What has to happen when.</summary>
    IDueQueue Due { get; }

    /// <summary>Every mail, sent or not, and why not.</summary>
    ISendLedger Ledger { get; }

    /// <summary>How often what happened at the steps of sequences.</summary>
    IStepTallies Tallies { get; }
}

/// <summary>A unit of work lost to concurrent writers and was not committed.</summary>
public sealed class StoreConflictException : Exception
{
    /// <summary>A conflict without details.</summary>
    public StoreConflictException() : base("Another writer changed the same records.") { }

    /// <summary>A conflict with a message.</summary>
    public StoreConflictException(string message) : base(message) { }

    /// <summary>A conflict with its cause.</summary>
    public StoreConflictException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>Convenience over <see cref="IAutomailStore"/>.</summary>
public static class AutomailStoreExtensions
{
    /// <summary>As <see cref="IAutomailStore.ExecuteAsync{T}"/>, for work without a result.</summary>
    public static Task ExecuteAsync(this IAutomailStore store, Func<IUnitOfWork, Task> work, CancellationToken cancellationToken = default)
        => store.ExecuteAsync(async unit =>
        {
            await work(unit);
            return true;
        }, cancellationToken);
}
