using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Models;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>
/// What workflow and journey know of each other. A workflow that a contact entered through a trigger carries the enrollment's id among its properties, and
/// the contact's id as its correlation id.
/// </summary>
public sealed class Journeys(IServiceProvider services)
{
    /// <summary>Input: the contact. Property: the same, for later steps.</summary>
    internal const string ContactName = "Contact";

    /// <summary>Input: the event that came last. Property: the event that started the journey.</summary>
    internal const string EventName = "Event";

    /// <summary>Property: the enrollment's id.</summary>
    internal const string EnrollmentName = "EnrollmentId";

    /// <summary>Input at the start, never kept: the enrollment that begins.</summary>
    internal const string EntryName = "Enrollment";

    private const string Prefix = "workflow:";

    private IUnitOfWork Unit => services.GetRequiredService<IUnitOfWork>();

    /// <summary>The journey that a workflow type is.</summary>
    internal static string JourneyId(string workflowTypeId) => Prefix + workflowTypeId;

    /// <summary>The workflow type of a journey; null for a sequence.</summary>
    internal static string? WorkflowTypeId(string journeyId)
        => journeyId.StartsWith(Prefix, StringComparison.Ordinal) ? journeyId[Prefix.Length..] : null;

    /// <summary>The id of the enrollment that a running workflow belongs to, or null.</summary>
    internal static string? EnrollmentId(WorkflowExecutionContext workflow)
        => workflow.Properties.TryGetValue(EnrollmentName, out var value) ? value as string : null;

    /// <summary>The id of the enrollment that a stored workflow belongs to, or null.</summary>
    internal static string? EnrollmentId(Workflow workflow)
        => workflow.State?[nameof(WorkflowState.Properties)]?[EnrollmentName]?.GetValue<string>();

    /// <summary>The event that a workflow is started or resumed by; null when it is by something else.</summary>
    internal async Task<BehaviorEvent?> HeardAsync(WorkflowExecutionContext workflow)
    {
        foreach (var name in (string[])[ContactName, EventName])
        {
            // An operator who starts a workflow again gives it the input as it was stored.
            if (workflow.Input.TryGetValue(name, out var stored) && JourneyValueSerializer.Read(stored) is { } value)
            {
                workflow.Input[name] = value;
            }
        }

        var heard = workflow.Input.TryGetValue(EventName, out var input) ? input as EventValue : null;
        await EventAsync(heard);
        return heard?.Event;
    }

    /// <summary>Notes what a trigger let in. At the start of a journey this begins the enrollment.</summary>
    internal async Task EnterAsync(WorkflowExecutionContext workflow)
    {
        workflow.Properties.TryAdd(ContactName, workflow.Input[ContactName]);
        workflow.Properties.TryAdd(EventName, workflow.Input[EventName]);
        if (workflow.Input.TryGetValue(EntryName, out var value) && value is Enrollment enrollment)
        {
            workflow.Input.Remove(EntryName);
            workflow.Properties[EnrollmentName] = enrollment.Id;
            await Unit.Enrollments.SaveAsync(enrollment with { Instance = workflow.WorkflowId });
        }
    }

    /// <summary>The enrollment of this very workflow: one that was started again by an operator has none.</summary>
    internal async Task<Enrollment?> EnrollmentAsync(WorkflowExecutionContext workflow)
        => EnrollmentId(workflow) is { } id
            && (await Unit.Enrollments.GetAsync([id])).GetValueOrDefault(id) is { } enrollment
            && enrollment.Instance == workflow.WorkflowId ? enrollment : null;

    /// <summary>The contact that the workflow is about, as it is now; null when it is about nobody, or the contact is gone.</summary>
    internal async Task<Contact?> ContactAsync(WorkflowExecutionContext workflow)
    {
        if (ContactValueOf(workflow) is not { } value)
        {
            return null;
        }

        var contact = await Unit.Contacts.GetAsync(value.ContactId);

        // When two people became one, the enrollment went over to the one that stayed.
        return contact is null && await EnrollmentAsync(workflow) is { } enrollment && enrollment.ContactId != value.ContactId
            ? await Unit.Contacts.GetAsync(enrollment.ContactId)
            : contact;
    }

    /// <summary>Looks up the event that started the journey; for a workflow without one, the last. Null when there is none.</summary>
    internal Task<EnteringEvent?> EventAsync(WorkflowExecutionContext workflow) => EventAsync(Find<EventValue>(workflow, EventName));

    /// <summary>Looks up the event of a value; null when it is not in the log.</summary>
    internal async Task<EnteringEvent?> EventAsync(EventValue? value)
    {
        if (value is null)
        {
            return null;
        }

        value.Event ??= (await ((EventLogStore)Unit.Events).FindAsync(value.Key))?.Event;
        return value.Event is { } behaviorEvent ? new EnteringEvent(behaviorEvent.Type, behaviorEvent.Time, behaviorEvent.Data) : null;
    }

    private static ContactValue? ContactValueOf(WorkflowExecutionContext workflow) => Find<ContactValue>(workflow, ContactName);

    private static T? Find<T>(WorkflowExecutionContext workflow, string name)
        where T : class
        => (workflow.Properties.TryGetValue(name, out var property) ? property as T : null)
            ?? (workflow.Input.TryGetValue(name, out var input) ? input as T : null);
}
