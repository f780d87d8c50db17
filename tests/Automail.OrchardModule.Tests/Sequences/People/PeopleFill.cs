using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;

namespace Automail.OrchardModule.Tests.Sequences.People;

/// <summary>Many people in a sequence, written as its first step leaves them.</summary>
internal static class PeopleFill
{
    public static async Task AddAsync(IUnitOfWork unit, string sequenceId, int number, DateTimeOffset now, EnrollmentStatus status = EnrollmentStatus.Active)
    {
        var email = $"p{number}@{sequenceId}.example";
        var contact = new Contact { Id = PeopleActs.ContactIdOf(email), Email = email, Name = $"Person {number}", CreatedAt = now, UpdatedAt = now };
        var passage = new Enrollment
        {
            Id = Enrollment.MakeId(sequenceId, contact.Id, 1),
            JourneyId = sequenceId,
            Version = 1,
            ContactId = contact.Id,
            EnteredAt = now,
            StepId = "w1",
            StepStartedAt = now,
            WakeAt = now.AddDays(2),
            Status = status,
            EndedAt = status == EnrollmentStatus.Active ? null : now,
            Trace = TraceLog.Append(null, [new TraceEntry(now, TraceKind.Entered), new TraceEntry(now, TraceKind.Wait, "w1", Until: now.AddDays(2))]),
        };
        await unit.Contacts.SaveAsync(contact);
        await unit.Enrollments.SaveAsync(passage);
        if (status == EnrollmentStatus.Active)
        {
            await unit.Due.ScheduleAsync(new DueItem("step:" + passage.Id, "step", passage.WakeAt!.Value));
        }
    }
}
