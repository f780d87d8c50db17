using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;

namespace Automail.Engine.Flow;

/// <summary>Hears of every accepted event, inside the transaction that accepts it.</summary>
public interface IEventListener
{
    /// <summary>Takes note. What it writes commits with the event.</summary>
    Task OnEventAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact contact);

    /// <summary>As the other, told what the event changed: the contact as it was before, null when nobody knew it.</summary>
    Task OnEventAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact? before, Contact contact) => OnEventAsync(unit, behaviorEvent, contact);
}

/// <summary>What became of a batch.</summary>
/// <param name="Accepted">Events taken.</param>
/// <param name="Duplicates">Events that were there already, by source and id.</param>
public sealed record IntakeResult(int Accepted, int Duplicates);

/// <summary>Takes events in: each once, joined to its contact, durable before the caller hears yes.</summary>
public sealed class Intake(IAutomailStore store, ISite site, TimeProvider clock, IEnumerable<IEventListener> listeners)
{
    /// <summary>The source of events that Automail raises itself.</summary>
    public const string OwnSource = "automail";

    private readonly IEventListener[] _listeners = [.. listeners];

    /// <summary>Takes checked events, all or none.</summary>
    /// <exception cref="FieldException">An event contradicts what is known, for example an address that belongs to somebody else.</exception>
    public async Task<IntakeResult> AcceptAsync(IReadOnlyList<BehaviorEvent> events, CancellationToken cancellationToken = default)
    {
        var idleTimes = await site.GetCartIdleTimesAsync();
        return await store.ExecuteAsync(async unit =>
        {
            var accepted = 0;
            foreach (var behaviorEvent in events)
            {
                accepted += await AcceptAsync(unit, behaviorEvent, idleTimes) ? 1 : 0;
            }

            return new IntakeResult(accepted, events.Count - accepted);
        }, cancellationToken);
    }

    /// <summary>Takes one checked event inside a unit; false when it was there already.</summary>
    /// <exception cref="FieldException">The event contradicts what is known.</exception>
    public async Task<bool> AcceptAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, IReadOnlyCollection<TimeSpan> idleTimes)
    {
        var now = clock.Now();
        var profile = behaviorEvent.Type is EventTypes.UserRegistered or EventTypes.ContactUpdated ? ProfileData.Read(behaviorEvent.Data) : null;
        if (profile is not null && await unit.Events.ContainsAsync(behaviorEvent.Source, behaviorEvent.Id))
        {
            // Told twice, it must not join or part contacts again: others may have identified in between.
            return false;
        }

        var contact = await Identification.ResolveAsync(
            unit,
            ContactIdentity.FromSubject(behaviorEvent.Subject),
            profile?.Change ?? new ProfileChange(),
            addressMayChange: behaviorEvent.Type == EventTypes.ContactUpdated,
            now);
        if (!await unit.Events.TryAppendAsync(behaviorEvent, contact.Id))
        {
            return false;
        }

        var before = await unit.Contacts.GetAsync(contact.Id);
        contact = await ApplyAsync(unit, behaviorEvent, profile, contact, idleTimes, now);
        await unit.Contacts.SaveAsync(contact);
        foreach (var listener in _listeners)
        {
            await listener.OnEventAsync(unit, behaviorEvent, before, contact);
        }

        return true;
    }

    /// <summary>Records an event that Automail raises itself about a contact that it knows; false when it was raised before.</summary>
    public async Task<bool> RaiseAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact contact)
    {
        if (!await unit.Events.TryAppendAsync(behaviorEvent, contact.Id))
        {
            return false;
        }

        foreach (var listener in _listeners)
        {
            await listener.OnEventAsync(unit, behaviorEvent, contact, contact);
        }

        return true;
    }

    private static async Task<Contact> ApplyAsync(
        IUnitOfWork unit, BehaviorEvent behaviorEvent, ProfileData? profile, Contact contact, IReadOnlyCollection<TimeSpan> idleTimes, DateTimeOffset now)
    {
        switch (behaviorEvent.Type)
        {
            case EventTypes.CartUpdated:
                await CartChecks.OnUpdateAsync(unit, CartUpdate.Read(behaviorEvent.Data), contact, behaviorEvent.Time, idleTimes);
                return contact;

            case EventTypes.OrderPlaced:
                var order = OrderPlaced.Read(behaviorEvent.Data);
                return contact with
                {
                    OrderCount = contact.OrderCount + 1,
                    OrderTotal = contact.OrderTotal + order.Total,
                    LastOrderTime = contact.LastOrderTime > behaviorEvent.Time ? contact.LastOrderTime : behaviorEvent.Time,
                    UpdatedAt = now,
                };

            default:
                if (profile is null)
                {
                    await Refusals.ApplyAsync(unit, behaviorEvent, contact);
                    return contact;
                }

                foreach (var consent in profile.Consents)
                {
                    await unit.Consents.AddAsync(new ConsentRecord
                    {
                        ContactId = contact.Id,
                        Purpose = consent.Purpose,
                        Status = ConsentStatus.Granted,
                        Time = behaviorEvent.Time,
                        Source = consent.Source,
                        TextVersion = consent.TextVersion,
                    });
                }

                return profile.Change.ApplyTo(contact, now);
        }
    }
}
