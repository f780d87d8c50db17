using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior;
using Automail.OrchardModule.Scheduling.Delay;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>The one place where contacts enter journeys, and where re-entry is checked. Two entries at once meet at the enrollment's id, which is unique.</summary>
internal sealed class JourneyEntrance(
    IUnitOfWork unit,
    IWorkflowManager manager,
    IWorkflowTypeStore types,
    IWorkflowStore workflows,
    IActivityLibrary library,
    WaitingStore waiting,
    JourneyRecords records,
    ISite site,
    OrchardTimeProvider clock)
{
    public DateTimeOffset Now => clock.Now();

    /// <summary>The input of workflows that an event starts or resumes.</summary>
    public static Dictionary<string, object> Input(BehaviorEvent behaviorEvent, Contact contact) => new(StringComparer.Ordinal)
    {
        [Journeys.ContactName] = new ContactValue(contact.Id),
        [Journeys.EventName] = new EventValue(EventLogStore.KeyOf(behaviorEvent), behaviorEvent),
    };

    /// <summary>Starts the workflow for the contact if its trigger wants the event and re-entry allows it.</summary>
    /// <param name="workflowTypeId">The type.</param>
    /// <param name="behaviorEvent">The event.</param>
    /// <param name="contact">The contact.</param>
    /// <param name="failure">Why it failed when this was tried before: then only that is recorded.</param>
    public async Task EnterAsync(string workflowTypeId, BehaviorEvent behaviorEvent, Contact contact, string? failure)
    {
        if (await types.GetAsync(workflowTypeId) is not { IsEnabled: true } type)
        {
            return;
        }

        var journeyId = Journeys.JourneyId(workflowTypeId);
        var last = await LastAsync(journeyId, contact);
        var now = Now;
        var number = (last?.Number ?? 0) + 1;
        var enrollment = new Enrollment
        {
            Id = Enrollment.MakeId(journeyId, contact.Id, number),
            JourneyId = journeyId,
            Version = WorkflowVersion.Of(type),
            ContactId = contact.Id,
            Number = number,
            EnteredAt = now,
            EnteredBy = new EnteringEvent(behaviorEvent.Type, behaviorEvent.Time, behaviorEvent.Data),
            StepStartedAt = now,
        };
        if (failure is not null)
        {
            // Whoever is on the journey stays: at most one passage is active.
            if (last is not { Status: EnrollmentStatus.Active })
            {
                await unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, EnrollmentStatus.Failed, now, failure));
            }

            return;
        }

        var zone = WallClock.Zone(contact.TimeZone, (await site.GetProfileAsync()).TimeZone);
        if (Find(type, behaviorEvent) is not var (start, trigger)
            || !trigger.ReadReentry().Allows(last, now, zone)
            || (type.IsSingleton && await workflows.HasHaltedInstanceAsync(workflowTypeId)))
        {
            return;
        }

        var input = Input(behaviorEvent, contact);
        input[Journeys.EntryName] = enrollment;
        using var context = await manager.StartWorkflowAsync(type, start, input, contact.Id);

        // Orchard saves no instance that is over at once and is not to be kept.
        await records.SettleAsync(context.Workflow, enrollment.Id);
        await waiting.ReleaseAsync(context.Workflow);
    }

    /// <summary>The first start of the type that wants the event.</summary>
    private (ActivityRecord Start, JourneyTrigger Trigger)? Find(WorkflowType type, BehaviorEvent behaviorEvent)
    {
        foreach (var record in type.Activities.Where(activity => activity.IsStart))
        {
            if (library.GetActivityByName(record.Name) is JourneyTrigger
                && library.InstantiateActivity<JourneyTrigger>(record) is var trigger
                && trigger.EventType == behaviorEvent.Type
                && trigger.Wants(behaviorEvent))
            {
                return (record, trigger);
            }
        }

        return null;
    }

    /// <summary>The last entry. One whose instance is gone without a trace (Orchard's trimming tells nobody) has ended.</summary>
    private async Task<Enrollment?> LastAsync(string journeyId, Contact contact)
    {
        var last = await unit.Enrollments.LatestAsync(journeyId, contact.Id);
        if (last is { Status: EnrollmentStatus.Active, Instance: { } instance } && (await waiting.OfInstancesAsync([instance])).Count == 0)
        {
            last = SequenceRules.End(last, EnrollmentStatus.Removed, Now, "the workflow instance is gone");
            await unit.Enrollments.SaveAsync(last);
        }

        return last;
    }
}
