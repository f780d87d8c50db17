using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;

namespace Automail.Engine.Flow;

/// <summary>
/// What an event that Automail raised itself does to consent when it is read back from a log, in a simulation or an import: the types are refused from
/// anybody else.
/// </summary>
internal static class Refusals
{
    public static async Task ApplyAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact contact)
    {
        switch (behaviorEvent.Type)
        {
            case EventTypes.ContactUnsubscribed:
                foreach (var purpose in await PurposesAsync(unit, behaviorEvent, contact))
                {
                    await unit.Consents.AddAsync(new ConsentRecord
                    {
                        ContactId = contact.Id,
                        Purpose = purpose,
                        Status = ConsentStatus.Withdrawn,
                        Time = behaviorEvent.Time,
                        Source = EventFields.OptionalText(behaviorEvent.Data, "source", "data", 200) ?? behaviorEvent.Source,
                    });
                }

                break;

            case EventTypes.EmailComplained:
                await SuppressAsync(unit, behaviorEvent, contact, SuppressionReason.Complaint);
                break;

            case EventTypes.ContactSuppressed:
                await SuppressAsync(unit, behaviorEvent, contact, SuppressionReason.Manual);
                break;

            case EventTypes.ContactUnsuppressed when contact.Email is { } address:
                await unit.Suppressions.RemoveAsync(Suppression.Hash(address));
                break;

            case EventTypes.EmailBounced when EventFields.OptionalText(behaviorEvent.Data, "kind", "data", 20) == "hard":
                await SuppressAsync(unit, behaviorEvent, contact, SuppressionReason.HardBounce);
                break;
        }
    }

    /// <summary>The purpose that the event names; without one, every purpose that the contact said anything about, and marketing.</summary>
    private static async Task<IReadOnlyCollection<string>> PurposesAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact contact)
        => EventFields.OptionalText(behaviorEvent.Data, "purpose", "data", 40) is { } named
            ? [Purposes.Check(named, "data.purpose")]
            : [.. (await unit.Consents.HistoryAsync(contact.Id)).Select(statement => statement.Purpose).Append(Purposes.Marketing).Distinct(StringComparer.Ordinal)];

    private static async Task SuppressAsync(IUnitOfWork unit, BehaviorEvent behaviorEvent, Contact contact, SuppressionReason reason)
    {
        if (contact.Email is { } address)
        {
            await unit.Suppressions.TryAddAsync(new Suppression(Suppression.Hash(address), reason, behaviorEvent.Time, behaviorEvent.Source));
        }
    }
}
