using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Engine.Flow;

/// <summary>What came of putting a contact into a sequence.</summary>
public enum EnrollResult
{
    /// <summary>The contact has entered.</summary>
    Entered,

    /// <summary>The contact is inside, or was, and re-entry does not allow another time; or nobody is let in any more.</summary>
    NotAllowed,

    /// <summary>There is no such sequence.</summary>
    UnknownSequence,
}

/// <summary>Moves people through sequences: on their events, when the time of a step has come, and when somebody puts them in or takes them out.</summary>
/// <param name="store">Where state lives.</param>
/// <param name="site">The site.</param>
/// <param name="catalog">The sequences.</param>
/// <param name="mails">Where mails are asked for.</param>
/// <param name="conditions">Evaluates conditions.</param>
/// <param name="clock">The present.</param>
/// <param name="traces">Whether every decision is kept with the passage, in <see cref="Enrollment.Trace"/>.</param>
/// <param name="workflows">The host's workflows; null where there are none.</param>
public sealed class SequenceRunner(IAutomailStore store, ISite site, SequenceCatalog catalog, MailQueue mails, IConditions conditions, TimeProvider clock, bool traces = true, IWorkflows? workflows = null)
    : IEventListener, IDueHandler
{
    internal const string DueKind = "step";

    private const string Prefix = DueKind + ":";

    private readonly PassageMover _mover = new(site, catalog, mails, conditions, clock, traces, workflows);

    /// <inheritdoc/>
    public string Kind => DueKind;

    /// <summary>What it moves people with.</summary>
    internal PassageMover Mover => _mover;

    /// <summary>The send key of a step's mail. It holds the version that was entered, so that a passage that was moved has the same key for the same step.</summary>
    internal static Delivery.SendKey MailKey(Enrollment passage, string stepId) => NoticeKey(passage, stepId, 0);

    /// <summary>The send key of a step's mail to one of several people of the team, by the place of the address in the step, from 0. The first has the key that other kinds of steps have, by which it is known whether the step was passed.</summary>
    internal static Delivery.SendKey NoticeKey(Enrollment passage, string stepId, int place) => new(passage.JourneyId, passage.EnteredVersion ?? passage.Version, passage.Id, stepId, place);

    /// <summary>The version that decides, where <see cref="MailKey"/> has another one.</summary>
    internal static int? DecidedVersion(Enrollment passage) => passage.EnteredVersion is null ? null : passage.Version;

    internal static string DueKey(string enrollmentId) => Prefix + enrollmentId;

    /// <inheritdoc/>
    public Task OnEventAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact contact) => OnEventAsync(unit, behaviorEvent, contact, contact);

    /// <inheritdoc/>
    public async Task OnEventAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact? before, Contact contact)
    {
        var after = contact;
        var run = await _mover.BeginAsync(unit);
        var signal = new Signal.Happened(behaviorEvent);
        await _mover.KeepBackAsync(run, behaviorEvent, contact);
        foreach (var enrollment in await unit.Enrollments.ActiveAsync(contact.Id))
        {
            if (!run.Ended.Contains(enrollment.Id) && await catalog.FindAsync(unit, enrollment) is { } plan)
            {
                contact = await _mover.MoveAsync(run, plan, enrollment, signal, contact);
            }
        }

        var entering = new EnteringEvent(behaviorEvent.Type, behaviorEvent.Time, behaviorEvent.Data);
        foreach (var plan in catalog.Open(trigger => trigger.Event == behaviorEvent.Type))
        {
            if (MeantForSequences(behaviorEvent, run.Profile))
            {
                contact = await _mover.LetInAsync(run, plan, contact, entering);
            }
        }

        await _mover.ChangedAsync(run, before, after, contact, entering);
    }

    /// <summary>Puts a contact into a sequence, whatever its trigger; re-entry counts.</summary>
    /// <param name="unit">The unit in which it happens.</param>
    /// <param name="sequenceId">The sequence.</param>
    /// <param name="contact">Who.</param>
    /// <param name="entering">What it is about, for conditions and templates; null for nothing.</param>
    /// <param name="by">Who does it, and why, for the trace.</param>
    public async Task<EnrollResult> EnrollAsync(IUnitOfWork unit, string sequenceId, Contact contact, EnteringEvent? entering = null, string? by = null)
    {
        var run = await _mover.BeginAsync(unit);
        return (await _mover.EnterAsync(run, sequenceId, contact, entering, by)).Result;
    }

    /// <summary>Takes a contact out of a sequence.</summary>
    /// <param name="unit">The unit in which it happens.</param>
    /// <param name="sequenceId">The sequence.</param>
    /// <param name="contactId">Who.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <returns>Whether the contact was inside.</returns>
    public async Task<bool> RemoveAsync(IUnitOfWork unit, string sequenceId, string contactId, string reason)
        => await PassageMover.RemoveAsync(await _mover.BeginAsync(unit), sequenceId, contactId, reason);

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        await store.ExecuteAsync(async unit =>
        {
            var run = await _mover.BeginAsync(unit);
            var enrollments = await unit.Enrollments.GetAsync([.. leases.Select(EnrollmentId)]);
            var contacts = (await unit.Contacts.GetAsync([.. enrollments.Values.Select(enrollment => enrollment.ContactId).Distinct()])).ToDictionary();
            foreach (var lease in leases)
            {
                if (!await unit.Due.CompleteAsync(lease) || !enrollments.TryGetValue(EnrollmentId(lease), out var enrollment) || run.Ended.Contains(enrollment.Id))
                {
                    continue;
                }

                if (await catalog.FindAsync(unit, enrollment) is not { } plan)
                {
                    await PassageTallies.EndAsync(unit, enrollment, EnrollmentStatus.Failed, run.Now, $"version {enrollment.Version} of the sequence is gone or cannot be read");
                }
                else if (!contacts.TryGetValue(enrollment.ContactId, out var contact))
                {
                    await PassageTallies.EndAsync(unit, enrollment, EnrollmentStatus.Removed, run.Now, "the contact is gone");
                }
                else
                {
                    contacts[contact.Id] = await _mover.MoveAsync(run with { LetIn = new(StringComparer.Ordinal) }, plan, enrollment, new Signal.Woken(), contact);
                }
            }
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task GiveUpAsync(DueLease lease, string error, CancellationToken cancellationToken)
        => store.ExecuteAsync(async unit =>
        {
            if (await unit.Due.CompleteAsync(lease)
                && (await unit.Enrollments.GetAsync([EnrollmentId(lease)])).Values.SingleOrDefault() is { Status: EnrollmentStatus.Active } enrollment)
            {
                await PassageTallies.EndAsync(unit, enrollment, EnrollmentStatus.Failed, clock.Now(), error);
            }
        }, cancellationToken);

    private static string EnrollmentId(DueLease lease) => lease.Item.Key[Prefix.Length..];

    /// <summary>A cart is reported for every idle time that a journey asks for; sequences hear of the site's own.</summary>
    private static bool MeantForSequences(BehaviorEvent behaviorEvent, SiteProfile profile)
        => behaviorEvent.Type != EventTypes.CartAbandoned
            || !behaviorEvent.Data.TryGetProperty("idle", out var idle)
            || idle.GetString() == WaitDuration.Elapsed(profile.CartIdle).Text;
}
