using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using NodaTime;

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
public sealed class SequenceRunner(IAutomailStore store, ISite site, SequenceCatalog catalog, MailQueue mails, IConditions conditions, TimeProvider clock)
    : IEventListener, IDueHandler
{
    private const string Prefix = "step:";

    /// <summary>Sequences that enroll into each other without a wait would do so for ever.</summary>
    private const int MaxReferrals = 10;

    /// <inheritdoc/>
    public string Kind => "step";

    internal static string DueKey(string enrollmentId) => Prefix + enrollmentId;

    /// <inheritdoc/>
    public async Task OnEventAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact contact)
    {
        var run = new Run(unit, await site.GetProfileAsync(), clock.Now());
        var signal = new Signal.Happened(behaviorEvent);
        foreach (var enrollment in await unit.Enrollments.ActiveAsync(contact.Id))
        {
            if (!run.Ended.Contains(enrollment.Id) && await catalog.FindAsync(unit, enrollment) is { } plan)
            {
                contact = await MoveAsync(run, plan, enrollment, signal, contact);
            }
        }

        var entering = new EnteringEvent(behaviorEvent.Type, behaviorEvent.Time, behaviorEvent.Data);
        foreach (var plan in catalog.Current.Values.Where(plan => plan.Definition.Trigger.Event == behaviorEvent.Type && catalog.Admits(plan.Definition.Id)).OrderBy(plan => plan.Definition.Id, StringComparer.Ordinal))
        {
            if (MeantForSequences(behaviorEvent, run.Profile) && await AdmitAsync(run, plan, contact, entering) is { } enrollment && await MayEnterAsync(run, plan, contact, enrollment))
            {
                contact = await MoveAsync(run, plan, enrollment, new Signal.Entered(), contact);
            }
        }
    }

    /// <summary>Puts a contact into a sequence, whatever its trigger; re-entry counts.</summary>
    /// <param name="unit">The unit in which it happens.</param>
    /// <param name="sequenceId">The sequence.</param>
    /// <param name="contact">Who.</param>
    /// <param name="entering">What it is about, for conditions and templates; null for nothing.</param>
    public async Task<EnrollResult> EnrollAsync(IUnitOfWork unit, string sequenceId, Contact contact, EnteringEvent? entering = null)
    {
        var run = new Run(unit, await site.GetProfileAsync(), clock.Now());
        return (await EnterAsync(run, sequenceId, contact, entering)).Result;
    }

    /// <summary>Takes a contact out of a sequence.</summary>
    /// <param name="unit">The unit in which it happens.</param>
    /// <param name="sequenceId">The sequence.</param>
    /// <param name="contactId">Who.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <returns>Whether the contact was inside.</returns>
    public async Task<bool> RemoveAsync(IUnitOfWork unit, string sequenceId, string contactId, string reason)
        => await RemoveAsync(new Run(unit, await site.GetProfileAsync(), clock.Now()), sequenceId, contactId, reason);

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        var profile = await site.GetProfileAsync();
        await store.ExecuteAsync(async unit =>
        {
            var run = new Run(unit, profile, clock.Now());
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
                    await unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, EnrollmentStatus.Failed, run.Now, $"version {enrollment.Version} of the sequence is gone or cannot be read"));
                }
                else if (!contacts.TryGetValue(enrollment.ContactId, out var contact))
                {
                    await unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, EnrollmentStatus.Removed, run.Now, "the contact is gone"));
                }
                else
                {
                    contacts[contact.Id] = await MoveAsync(run, plan, enrollment, new Signal.Woken(), contact);
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
                await unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, EnrollmentStatus.Failed, clock.Now(), error));
            }
        }, cancellationToken);

    private static string EnrollmentId(DueLease lease) => lease.Item.Key[Prefix.Length..];

    private async Task<(EnrollResult Result, Contact Contact)> EnterAsync(Run run, string sequenceId, Contact contact, EnteringEvent? entering)
    {
        if (!catalog.Current.TryGetValue(sequenceId, out var plan))
        {
            return (EnrollResult.UnknownSequence, contact);
        }

        return catalog.Admits(sequenceId) && await AdmitAsync(run, plan, contact, entering) is { } enrollment
            ? (EnrollResult.Entered, await MoveAsync(run, plan, enrollment, new Signal.Entered(), contact))
            : (EnrollResult.NotAllowed, contact);
    }

    /// <summary>The enrollment with which the contact enters; null when re-entry does not allow it.</summary>
    private static async Task<Enrollment?> AdmitAsync(Run run, SequencePlan plan, Contact contact, EnteringEvent? entering)
    {
        var definition = plan.Definition;
        var last = await run.Unit.Enrollments.LatestAsync(definition.Id, contact.Id);
        if (!definition.Reentry.Allows(last, run.Now, Zone(contact, run.Profile)))
        {
            return null;
        }

        var number = (last?.Number ?? 0) + 1;
        return new Enrollment
        {
            Id = Enrollment.MakeId(definition.Id, contact.Id, number),
            JourneyId = definition.Id,
            Version = plan.Version,
            ContactId = contact.Id,
            Number = number,
            EnteredAt = run.Now,
            EnteredBy = entering,
            StepStartedAt = run.Now,
        };
    }

    private async Task<bool> MayEnterAsync(Run run, SequencePlan plan, Contact contact, Enrollment enrollment)
    {
        try
        {
            return plan.Definition.Trigger.If is not { } condition || await conditions.HoldsAsync(condition, contact, enrollment.EnteredBy, enrollment, run.Now);
        }
        catch (TemplateException e)
        {
            await run.Unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, EnrollmentStatus.Failed, run.Now, $"trigger.if: {e.Message}"));
            return false;
        }
    }

    /// <summary>A cart is reported for every idle time that a journey asks for; sequences hear of the site's own.</summary>
    private static bool MeantForSequences(BehaviorEvent behaviorEvent, SiteProfile profile)
        => behaviorEvent.Type != EventTypes.CartAbandoned
            || !behaviorEvent.Data.TryGetProperty("idle", out var idle)
            || idle.GetString() == WaitDuration.Elapsed(profile.CartIdle).Text;

    private async Task<Contact> MoveAsync(Run run, SequencePlan plan, Enrollment enrollment, Signal signal, Contact contact)
    {
        Decision decision;
        try
        {
            decision = await SequenceRules.DecideAsync(plan, enrollment, signal, new DecisionContext(run.Now, contact, Zone(contact, run.Profile), conditions));
            if (Problem(run, decision) is { } problem)
            {
                decision = decision with { Enrollment = SequenceRules.End(enrollment, EnrollmentStatus.Failed, run.Now, problem), Referrals = [] };
            }
        }
        catch (TemplateException e)
        {
            decision = new Decision(SequenceRules.End(enrollment, EnrollmentStatus.Failed, run.Now, e.Message), [], contact);
        }

        if (!ReferenceEquals(contact, decision.Contact))
        {
            await run.Unit.Contacts.SaveAsync(decision.Contact);
        }

        await ApplyAsync(run.Unit, plan, enrollment, decision, signal);
        return await ReferAsync(run, decision);
    }

    /// <summary>Why the contact cannot be sent where a step sends it.</summary>
    private string? Problem(Run run, Decision decision)
        => decision.Referrals.FirstOrDefault(referral => referral.Enters && !catalog.Current.ContainsKey(referral.Sequence)) is { } lost
            ? $"step '{lost.StepId}': there is no sequence '{lost.Sequence}'"
            : run.Depth >= MaxReferrals && decision.Referrals.FirstOrDefault(referral => referral.Enters) is { } circle
                ? $"step '{circle.StepId}': sequences enroll into each other in a circle"
                : null;

    private async Task<Contact> ReferAsync(Run run, Decision decision)
    {
        var contact = decision.Contact;
        foreach (var referral in decision.Referrals)
        {
            if (referral.Enters)
            {
                contact = (await EnterAsync(run with { Depth = run.Depth + 1 }, referral.Sequence, contact, decision.Enrollment.EnteredBy)).Contact;
            }
            else
            {
                await RemoveAsync(run, referral.Sequence, contact.Id, $"by step '{referral.StepId}' of the sequence '{decision.Enrollment.JourneyId}'");
            }
        }

        return contact;
    }

    private static async Task<bool> RemoveAsync(Run run, string sequenceId, string contactId, string reason)
    {
        if (await run.Unit.Enrollments.LatestAsync(sequenceId, contactId) is not { Status: EnrollmentStatus.Active } inside)
        {
            return false;
        }

        await run.Unit.Enrollments.SaveAsync(SequenceRules.End(inside, EnrollmentStatus.Removed, run.Now, reason));
        await run.Unit.Due.CancelAsync(DueKey(inside.Id));
        run.Ended.Add(inside.Id);
        return true;
    }

    private static DateTimeZone Zone(Contact contact, SiteProfile profile) => WallClock.Zone(contact.TimeZone, profile.TimeZone);

    private async Task ApplyAsync(IUnitOfWork unit, SequencePlan plan, Enrollment before, Decision decision, Signal signal)
    {
        var after = decision.Enrollment;
        if (!ReferenceEquals(before, after))
        {
            await unit.Enrollments.SaveAsync(after);
        }

        if (after.WakeAt is { } wakeAt && (!ReferenceEquals(before, after) || signal is Signal.Woken))
        {
            await unit.Due.ScheduleAsync(new DueItem(DueKey(after.Id), Kind, wakeAt));
        }
        else if (after.WakeAt is null && before.WakeAt is not null && signal is Signal.Happened)
        {
            await unit.Due.CancelAsync(DueKey(after.Id));
        }

        foreach (var mail in decision.Mails)
        {
            await mails.QueueAsync(unit, new SendRequest
            {
                Key = new Delivery.SendKey(after.JourneyId, after.Version, after.Id, mail.StepId, 0),
                Contact = decision.Contact,
                Template = mail.Template,
                Purpose = plan.Definition.Purpose,
                EnrollmentId = after.Id,
                SkipReason = mail.SkipReason,
            });
        }
    }

    /// <summary>What one unit of work has in common.</summary>
    /// <param name="Unit">The unit.</param>
    /// <param name="Profile">The site.</param>
    /// <param name="Now">The present, UTC.</param>
    private sealed record Run(IUnitOfWork Unit, SiteProfile Profile, DateTimeOffset Now)
    {
        /// <summary>How many sequences have enrolled into each other.</summary>
        public int Depth { get; init; }

        /// <summary>The enrollments that one of the others has ended, which were read before.</summary>
        public HashSet<string> Ended { get; } = new(StringComparer.Ordinal);
    }
}
