using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Sites;

namespace Automail.OrchardModule.Tests.Storage;

/// <summary>A few records of every kind, of the contacts <c>a</c> and <c>b</c>.</summary>
internal static class SomeRecords
{
    public static async Task WriteAsync(IUnitOfWork unit)
    {
        var json = JsonDocument.Parse("[{}]").RootElement.Clone();
        foreach (var id in new[] { "a", "b" })
        {
            await unit.Contacts.SaveAsync(new Contact { Id = id, Email = $"{id}@example.com", UpdatedAt = SiteClock.Start });
            await unit.Events.TryAppendAsync(new BehaviorEvent("shop", id, "order.placed", id, SiteClock.Start, json), id);
            await unit.Events.TryAppendAsync(new BehaviorEvent("shop", id + "2", "order.placed", id, SiteClock.Start, json), id);
            await unit.Carts.SaveAsync(new Cart { CartId = id, ContactId = id, Currency = "EUR", Items = json });
            await unit.Consents.AddAsync(new ConsentRecord { ContactId = id, Purpose = "marketing", Status = ConsentStatus.Granted, Time = SiteClock.Start, Source = "form" });
            await unit.Suppressions.TryAddAsync(new Suppression(id, SuppressionReason.Manual, SiteClock.Start, "test"));
            await unit.Enrollments.SaveAsync(new Enrollment { Id = $"j/{id}/1", JourneyId = "j", Version = 1, ContactId = id, EnteredAt = SiteClock.Start });
            await unit.Due.ScheduleAsync(new DueItem(id, "step", SiteClock.Start));
            foreach (var number in new[] { 1, 2 })
            {
                await unit.Ledger.TryAddAsync(new SendRecord
                {
                    Id = id + number,
                    Key = new SendKey("j", 1, id, "m", number),
                    ContactId = id,
                    Template = "welcome",
                    Purpose = "marketing",
                    State = SendState.Sent,
                    QueuedAt = SiteClock.Start,
                    UpdatedAt = SiteClock.Start,
                });
            }
        }
    }
}
