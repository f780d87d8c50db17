using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;

namespace Automail.Engine.Flow;

/// <summary>Withdrawing consent, the same for a recipient and for an operator: the statement is kept, and journeys hear of it.</summary>
internal static class Withdrawal
{
    /// <summary>Withdraws consent for a purpose; false when it is withdrawn already.</summary>
    public static async Task<bool> RecordAsync(
        IUnitOfWork unit, Intake intake, Contact contact, string purpose, string source, string? sendId, DateTimeOffset now)
    {
        var current = (await unit.Consents.CurrentAsync([contact.Id], purpose)).GetValueOrDefault(contact.Id);
        if (current?.Status == ConsentStatus.Withdrawn)
        {
            return false;
        }

        await unit.Consents.AddAsync(new ConsentRecord { ContactId = contact.Id, Purpose = purpose, Status = ConsentStatus.Withdrawn, Time = now, Source = source });
        await intake.RaiseAsync(unit, new BehaviorEvent(
            Intake.OwnSource,
            $"unsubscribe:{contact.Id}:{purpose}:{now.ToUnixTimeMilliseconds()}",
            EventTypes.ContactUnsubscribed,
            contact.Email ?? contact.Id,
            now,
            JsonSerializer.SerializeToElement(new Dictionary<string, object?> { ["purpose"] = purpose, ["source"] = source, ["sendId"] = sendId })), contact);
        return true;
    }
}
