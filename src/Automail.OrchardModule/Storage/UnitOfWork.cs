using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior;
using Automail.OrchardModule.Consent;
using Automail.OrchardModule.Contacts;
using Automail.OrchardModule.Delivery;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Sequences;
using Automail.OrchardModule.Sequences.People;
using Automail.OrchardModule.Sequences.Tallies;

namespace Automail.OrchardModule.Storage;

/// <summary>The stores of all slices on one session.</summary>
internal sealed class UnitOfWork(SessionStore session, StepTallyStore tallies) : IUnitOfWork
{
    public UnitOfWork(SessionStore session)
        : this(session, new StepTallyStore(session))
    {
    }

    public IContactStore Contacts { get; } = new ContactStore(session);

    public IEventLog Events { get; } = new EventLogStore(session);

    public ICartStore Carts { get; } = new CartStore(session);

    public IConsentStore Consents { get; } = new ConsentStore(session);

    public ISuppressionStore Suppressions { get; } = new SuppressionStore(session);

    public ISequenceStore Sequences { get; } = new SequenceStore(session);

    public IEnrollmentStore Enrollments { get; } = new EnrollmentStore(session);

    public IDueQueue Due { get; } = new DueQueueStore(session);

    public ISendLedger Ledger { get; } = new SendLedgerStore(session, tallies);

    public IStepTallies Tallies { get; } = tallies;

    /// <summary>What operators do to many people.</summary>
    public PeopleWorkStore PeopleWork { get; } = new(session);
}
