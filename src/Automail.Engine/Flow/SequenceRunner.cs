using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using NodaTime;

namespace Automail.Engine.Flow;

/// <summary>Moves people through sequences: on their events, and when the time of a step has come.</summary>
public sealed class SequenceRunner(IAutomailStore store, ISite site, SequenceCatalog catalog, MailQueue mails, IConditions conditions, TimeProvider clock)
    : IEventListener, IDueHandler
{
    private const string Prefix = "step:";

    /// <inheritdoc/>
    public string Kind => "step";

    internal static string DueKey(string enrollmentId) => Prefix + enrollmentId;

    /// <inheritdoc/>
    public async Task OnEventAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact contact)
    {
        var profile = await site.GetProfileAsync();
        var now = clock.Now();
        var signal = new Signal.Happened(behaviorEvent);
        foreach (var enrollment in await unit.Enrollments.ActiveAsync(contact.Id))
        {
            if (await catalog.FindAsync(unit, enrollment) is { } plan)
            {
                contact = await MoveAsync(unit, plan, enrollment, signal, contact, profile, now);
            }
        }

        foreach (var plan in catalog.Current.Values.Where(plan => plan.Definition.Trigger.Event == behaviorEvent.Type).OrderBy(plan => plan.Definition.Id, StringComparer.Ordinal))
        {
            contact = await EnterAsync(unit, plan, behaviorEvent, contact, profile, now);
        }
    }

    /// <inheritdoc/>
    public async Task HandleAsync(IReadOnlyList<DueLease> leases, CancellationToken cancellationToken)
    {
        var profile = await site.GetProfileAsync();
        await store.ExecuteAsync(async unit =>
        {
            var now = clock.Now();
            var enrollments = await unit.Enrollments.GetAsync([.. leases.Select(EnrollmentId)]);
            var contacts = (await unit.Contacts.GetAsync([.. enrollments.Values.Select(enrollment => enrollment.ContactId).Distinct()])).ToDictionary();
            foreach (var lease in leases)
            {
                if (!await unit.Due.CompleteAsync(lease) || !enrollments.TryGetValue(EnrollmentId(lease), out var enrollment))
                {
                    continue;
                }

                if (await catalog.FindAsync(unit, enrollment) is not { } plan)
                {
                    await unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, EnrollmentStatus.Failed, now, "the sequence is gone"));
                }
                else if (!contacts.TryGetValue(enrollment.ContactId, out var contact))
                {
                    await unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, EnrollmentStatus.Removed, now, "the contact is gone"));
                }
                else
                {
                    contacts[contact.Id] = await MoveAsync(unit, plan, enrollment, new Signal.Woken(), contact, profile, now);
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

    private async Task<Contact> EnterAsync(IUnitOfWork unit, SequencePlan plan, BehaviorEvent behaviorEvent, Contact contact, SiteProfile profile, DateTimeOffset now)
    {
        var definition = plan.Definition;
        var entering = new EnteringEvent(behaviorEvent.Type, behaviorEvent.Time, behaviorEvent.Data);
        var last = await unit.Enrollments.LatestAsync(definition.Id, contact.Id);
        var zone = WallClock.Zone(contact.TimeZone, profile.TimeZone);
        if (!definition.Reentry.Allows(last, now, zone) || !MeantForSequences(behaviorEvent, profile))
        {
            return contact;
        }

        var number = (last?.Number ?? 0) + 1;
        var enrollment = new Enrollment
        {
            Id = Enrollment.MakeId(definition.Id, contact.Id, number),
            JourneyId = definition.Id,
            Version = plan.Version,
            ContactId = contact.Id,
            Number = number,
            EnteredAt = now,
            EnteredBy = entering,
            StepStartedAt = now,
        };
        try
        {
            if (definition.Trigger.If is { } condition && !await conditions.HoldsAsync(condition, contact, entering, enrollment, now))
            {
                return contact;
            }
        }
        catch (TemplateException e)
        {
            await unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, EnrollmentStatus.Failed, now, $"trigger.if: {e.Message}"));
            return contact;
        }

        return await MoveAsync(unit, plan, enrollment, new Signal.Entered(), contact, profile, now);
    }

    /// <summary>A cart is reported for every idle time that a journey asks for; sequences hear of the site's own.</summary>
    private static bool MeantForSequences(BehaviorEvent behaviorEvent, SiteProfile profile)
        => behaviorEvent.Type != EventTypes.CartAbandoned
            || !behaviorEvent.Data.TryGetProperty("idle", out var idle)
            || idle.GetString() == WaitDuration.Elapsed(profile.CartIdle).Text;

    private async Task<Contact> MoveAsync(IUnitOfWork unit, SequencePlan plan, Enrollment enrollment, Signal signal, Contact contact, SiteProfile profile, DateTimeOffset now)
    {
        Decision decision;
        try
        {
            decision = await SequenceRules.DecideAsync(plan, enrollment, signal, new DecisionContext(now, contact, Zone(contact, profile), conditions));
        }
        catch (TemplateException e)
        {
            decision = new Decision(SequenceRules.End(enrollment, EnrollmentStatus.Failed, now, e.Message), [], contact);
        }

        if (!ReferenceEquals(contact, decision.Contact))
        {
            await unit.Contacts.SaveAsync(decision.Contact);
        }

        await ApplyAsync(unit, plan, enrollment, decision, signal);
        return decision.Contact;
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
}
