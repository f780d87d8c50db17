using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.Benchmarks.Scale;

/// <summary>People in a sequence as they are after its first step, put into a store without passing through it: the many wait for months, the others for a day and are then sent a mail.</summary>
internal static class ScalePeople
{
    public const string Sequence = """
        { "id": "scale", "purpose": "marketing", "trigger": { "event": "user.registered" },
          "steps": [ { "id": "wait", "wait": "P1D" }, { "id": "mail", "send": "welcome-1" }, { "id": "long", "wait": "P90D" } ] }
        """;

    private const int Together = 1_000;

    /// <summary>Adds them, with due items.</summary>
    public static async Task FillAsync(IAutomailStore store, DateTimeOffset start, int waiting, int due)
    {
        var watch = Stopwatch.StartNew();
        for (var from = 0; from < waiting + due; from += Together)
        {
            await store.ExecuteAsync(async unit =>
            {
                for (var i = from; i < Math.Min(from + Together, waiting + due); i++)
                {
                    await AddAsync(unit, start, i, i >= waiting);
                }
            });
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {waiting:N0} wait, and {due:N0} for a day: stored at {(waiting + due) / watch.Elapsed.TotalSeconds:N0}/s"));
    }

    private static async Task AddAsync(IUnitOfWork unit, DateTimeOffset start, int number, bool isDue)
    {
        var identity = new ContactIdentity(IdentityKind.Email, string.Create(CultureInfo.InvariantCulture, $"reader{number}@mail.example"));
        var contactId = identity.ToContactId();
        if (isDue)
        {
            await unit.Contacts.SaveAsync(new Contact { Id = contactId, Email = identity.Value, Name = $"Reader {number}", CreatedAt = start, UpdatedAt = start });
            await unit.Consents.AddAsync(new ConsentRecord { ContactId = contactId, Purpose = "marketing", Status = ConsentStatus.Granted, Time = start, Source = "form", TextVersion = "1" });
        }

        var passage = new Enrollment
        {
            Id = Enrollment.MakeId("scale", contactId, 1),
            JourneyId = "scale",
            Version = 1,
            ContactId = contactId,
            Number = 1,
            EnteredAt = start,
            EnteredBy = new EnteringEvent(EventTypes.UserRegistered, start, JsonElement.Parse("{}")),
            StepId = isDue ? "wait" : "long",
            StepStartedAt = start,
            WakeAt = start.AddDays(isDue ? 1 : 90),
        };
        await unit.Enrollments.SaveAsync(passage);
        await unit.Due.ScheduleAsync(new DueItem("step:" + passage.Id, "step", passage.WakeAt.Value));
    }
}
