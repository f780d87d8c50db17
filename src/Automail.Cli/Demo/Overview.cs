using Automail.Cli.Demo.Calls;
using Automail.Cli.Demo.Numbers;
using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Cli.Demo;

/// <summary>What the page shows beside the shop: the clock, the inbox, the calls that were kept, who is where in which journey, why mail was not sent, and the numbers of each sequence.</summary>
internal sealed class Overview(IAutomailStore store, SequenceCatalog sequences, VirtualClock clock, Inbox inbox, CallBook calls)
{
    private const int MaxPeople = 8;
    private const int MaxRows = 12;

    public async Task<object> CreateAsync(CancellationToken cancellationToken)
    {
        var items = await inbox.ListAsync(cancellationToken);
        var kept = await calls.ListAsync(cancellationToken);
        var now = clock.Now();
        return await store.ReadAsync<object>(async unit =>
        {
            var people = new List<object>();
            foreach (var contact in (await unit.Contacts.SearchAsync(null, 0, MaxPeople)).Items)
            {
                people.Add(await OfContactAsync(unit, contact));
            }

            var next = await unit.Due.NextDueAsync();
            return new
            {
                now = OutputJson.Time(now),
                next = next is null ? null : OutputJson.Time(next.Value),
                waiting = (await unit.Due.CountAsync(now)).Waiting,
                inbox = items,
                calls = kept.Select(call => new { id = call.Id, url = call.Url, time = call.Time }),
                people,
                sequences = await SequenceNumbers.OfAllAsync(unit, sequences),
            };
        }, cancellationToken);
    }

    private async Task<object> OfContactAsync(IUnitOfWork unit, Contact contact)
    {
        var consent = (await unit.Consents.CurrentAsync([contact.Id], Purposes.Marketing)).GetValueOrDefault(contact.Id);
        return new
        {
            id = contact.Id,
            who = contact.Email ?? contact.ExternalId ?? (contact.AnonymousIds.Count > 0 ? contact.AnonymousIds[0] : contact.Id),
            name = contact.Name,
            known = contact.Email is not null,
            timeZone = contact.TimeZone,
            consent = consent?.Status.ToString().ToLowerInvariant() ?? "none",
            journeys = (await unit.Enrollments.ForContactAsync(contact.Id)).Take(MaxRows).Select(Journey),
            mails = (await unit.Ledger.SearchAsync(new(ContactId: contact.Id), 0, MaxRows)).Items.Select(mail => new
            {
                kind = mail.Kind.ToString().ToLowerInvariant(),
                to = mail.Kind == SendKind.Webhook ? mail.Url : mail.Email,
                template = mail.Template,
                subject = mail.Subject,
                state = mail.State.ToString().ToLowerInvariant(),
                reason = mail.Reason,
                time = OutputJson.Time(mail.UpdatedAt),
            }),
            events = (await unit.Events.ForContactAsync(contact.Id, 0, MaxRows)).Items.Select(logged => new { type = logged.Event.Type, time = OutputJson.Time(logged.Event.Time) }),
        };
    }

    private object Journey(Enrollment enrollment)
    {
        var plan = sequences.Current.GetValueOrDefault(enrollment.JourneyId);
        return new
        {
            sequence = enrollment.JourneyId,
            name = plan?.Definition.Name ?? enrollment.JourneyId,
            status = enrollment.Status.ToString().ToLowerInvariant(),
            since = OutputJson.Time(enrollment.EnteredAt),
            step = enrollment.Status == EnrollmentStatus.Active && plan?.Version == enrollment.Version ? StepTree.Flatten(plan.Definition.Steps).Where(place => place.Step.Id == enrollment.StepId).Select(place => StepWords.IsAt(place.Step)).FirstOrDefault() : null,
            wakeAt = enrollment.WakeAt is { } wakeAt ? OutputJson.Time(wakeAt) : null,
            endedAt = enrollment.EndedAt is { } endedAt ? OutputJson.Time(endedAt) : null,
            reason = enrollment.EndReason,
        };
    }
}
