using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.OrchardModule.Scheduling;

/// <summary>A unit of work that notices whether work was scheduled that is due already.</summary>
internal sealed class WatchedUnit : IUnitOfWork
{
    private readonly IUnitOfWork _inner;
    private readonly WatchedQueue _due;

    public WatchedUnit(IUnitOfWork inner, TimeProvider clock, Action? onDue = null)
        => (_inner, _due) = (inner, new WatchedQueue(inner.Due, clock, onDue));

    /// <summary>The unit that is watched.</summary>
    public IUnitOfWork Inner => _inner;

    /// <summary>Whether something was scheduled that is due.</summary>
    public bool HasDue => _due.HasDue;

    public IContactStore Contacts => _inner.Contacts;

    public IEventLog Events => _inner.Events;

    public ICartStore Carts => _inner.Carts;

    public IConsentStore Consents => _inner.Consents;

    public ISuppressionStore Suppressions => _inner.Suppressions;

    public ISequenceStore Sequences => _inner.Sequences;

    public IEnrollmentStore Enrollments => _inner.Enrollments;

    public IDueQueue Due => _due;

    public ISendLedger Ledger => _inner.Ledger;

    public IStepTallies Tallies => _inner.Tallies;

    private sealed class WatchedQueue(IDueQueue inner, TimeProvider clock, Action? onDue) : IDueQueue
    {
        public bool HasDue { get; private set; }

        public Task ScheduleAsync(DueItem item)
        {
            if (!HasDue && item.DueAt <= clock.GetUtcNow())
            {
                HasDue = true;
                onDue?.Invoke();
            }

            return inner.ScheduleAsync(item);
        }

        public Task CancelAsync(string key) => inner.CancelAsync(key);

        public Task<IReadOnlyList<DueLease>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, IReadOnlyCollection<string>? kinds = null)
            => inner.ClaimAsync(now, lease, max, kinds);

        public Task<bool> CompleteAsync(DueLease lease) => inner.CompleteAsync(lease);

        public Task<bool> RetryAsync(DueLease lease, DateTimeOffset retryAt, string? error) => inner.RetryAsync(lease, retryAt, error);

        public Task<DateTimeOffset?> NextDueAsync() => inner.NextDueAsync();

        public Task<DueCounts> CountAsync(DateTimeOffset now) => inner.CountAsync(now);
    }
}
