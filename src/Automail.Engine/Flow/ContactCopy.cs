using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;

namespace Automail.Engine.Flow;

/// <summary>All that the rules look at for one contact, to be put into another store.</summary>
internal sealed class ContactCopy
{
    private const int Page = 500;

    // Beyond this nobody's mail matters for what comes next.
    private const int MostMails = 5_000;

    private readonly Dictionary<string, SendRecord> _mails = new(StringComparer.Ordinal);

    private ContactCopy(Contact contact) => Contact = contact;

    public Contact Contact { get; }

    public IReadOnlyList<Cart> Carts { get; private init; } = [];

    private IReadOnlyList<Enrollment> Enrollments { get; init; } = [];

    private IReadOnlyList<StoredSequence> Sequences { get; init; } = [];

    private IReadOnlyList<ConsentRecord> Consents { get; init; } = [];

    private IReadOnlyList<Suppression> Suppressions { get; init; } = [];

    private IReadOnlyList<LoggedEvent> Events { get; init; } = [];

    /// <summary>Takes it from a store; null when there is no such contact.</summary>
    /// <param name="unit">The unit in which it is read.</param>
    /// <param name="contactId">Who.</param>
    /// <param name="plan">How people move, if they do: the versions that it names are taken too.</param>
    /// <param name="ends">Of the version to which people move: the events that end it. The latest of each is taken.</param>
    public static async Task<ContactCopy?> TakeAsync(IUnitOfWork unit, string contactId, MigrationPlan? plan = null, IReadOnlyCollection<string>? ends = null)
    {
        if (await unit.Contacts.GetAsync(contactId) is not { } contact)
        {
            return null;
        }

        var enrollments = await unit.Enrollments.ForContactAsync(contactId);
        var sequences = (await unit.Sequences.LatestAsync()).ToDictionary(sequence => (sequence.SequenceId, sequence.Version));
        var needed = enrollments.Where(enrollment => enrollment.Status == EnrollmentStatus.Active).Select(enrollment => (enrollment.JourneyId, enrollment.Version));
        foreach (var (id, number) in needed.Concat(plan?.Versions.Select(answer => (plan.SequenceId, answer.Version)) ?? []).Distinct().Where(key => !sequences.ContainsKey(key)))
        {
            if (await unit.Sequences.GetAsync(id, number) is { } version)
            {
                sequences[(id, number)] = version;
            }
        }

        var events = new List<LoggedEvent>();
        foreach (var type in ends ?? [])
        {
            events.AddRange(await unit.Events.LatestAsync(contactId, type, 1));
        }

        var copy = new ContactCopy(contact)
        {
            Enrollments = enrollments,
            Sequences = [.. sequences.Values.OrderBy(sequence => sequence.SequenceId, StringComparer.Ordinal).ThenBy(sequence => sequence.Version)],
            Consents = await unit.Consents.HistoryAsync(contactId),
            Suppressions = contact.Email is null ? [] : [.. (await unit.Suppressions.FindAsync([Suppression.Hash(contact.Email)])).Values],
            Carts = await unit.Carts.ForContactAsync(contactId),
            Events = events,
        };
        for (var skip = 0; skip < MostMails; skip += Page)
        {
            var mails = (await unit.Ledger.SearchAsync(new SendQuery(ContactId: contactId), skip, Page)).Items;
            foreach (var mail in mails)
            {
                copy._mails[mail.Id] = mail;
            }

            if (mails.Count < Page)
            {
                break;
            }
        }

        return copy;
    }

    /// <summary>Whether a mail had come to its end when the copy was taken.</summary>
    public bool IsSettled(string sendId) => _mails.TryGetValue(sendId, out var mail) && mail.State is not (SendState.Queued or SendState.Sending);

    /// <summary>Puts it into a store, with what is due for it. Traces begin anew.</summary>
    public async Task PutAsync(IUnitOfWork unit, IReadOnlyCollection<TimeSpan> idleTimes, DateTimeOffset now)
    {
        await unit.Contacts.SaveAsync(Contact);
        foreach (var sequence in Sequences)
        {
            await unit.Sequences.AddAsync(sequence);
        }

        foreach (var consent in Consents)
        {
            await unit.Consents.AddAsync(consent);
        }

        foreach (var suppression in Suppressions)
        {
            await unit.Suppressions.TryAddAsync(suppression);
        }

        foreach (var happened in Events)
        {
            await unit.Events.TryAppendAsync(happened.Event, Contact.Id);
        }

        foreach (var enrollment in Enrollments)
        {
            await unit.Enrollments.SaveAsync(enrollment with { Trace = "" });
            if (enrollment is { Status: EnrollmentStatus.Active, WakeAt: { } wakeAt } && Sequences.Any(sequence => sequence.SequenceId == enrollment.JourneyId))
            {
                await unit.Due.ScheduleAsync(new DueItem(SequenceRunner.DueKey(enrollment.Id), SequenceRunner.DueKind, wakeAt));
            }
        }

        foreach (var mail in _mails.Values)
        {
            await unit.Ledger.TryAddAsync(mail);

            // What waits, for quiet hours to end for instance, is asked about at once; the gate says until when.
            if (mail.State == SendState.Queued && mail.Kind != SendKind.Webhook)
            {
                await unit.Due.ScheduleAsync(new DueItem(MailQueue.DueKey(mail.Id), MailQueue.DueKind, now));
            }
        }

        foreach (var cart in Carts)
        {
            await unit.Carts.SaveAsync(cart);
            if (!(Contact.LastOrderTime >= cart.UpdatedAt))
            {
                await CartChecks.ScheduleAsync(unit, cart, idleTimes);
            }
        }
    }
}
