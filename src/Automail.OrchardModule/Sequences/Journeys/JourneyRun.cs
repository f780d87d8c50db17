using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Storage;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>
/// What one event does to the workflows of its contact, in one transaction: it takes out of journeys, then resumes what waits for it, then starts journeys.
/// </summary>
/// <param name="unit">The session of the scope.</param>
/// <param name="catalog">The triggers.</param>
/// <param name="waiting">The instances that wait.</param>
/// <param name="instances">Ends instances.</param>
/// <param name="entrance">Lets contacts in.</param>
/// <param name="manager">Orchard's workflows.</param>
/// <param name="types">Orchard's workflow types.</param>
/// <param name="library">Orchard's activities.</param>
internal sealed class JourneyRun(
    IUnitOfWork unit,
    JourneyCatalog catalog,
    WaitingStore waiting,
    JourneyInstances instances,
    JourneyEntrance entrance,
    IWorkflowManager manager,
    IWorkflowTypeStore types,
    IActivityLibrary library)
{
    /// <summary>So many mails of one contact are looked at; nobody has as many waiting at once.</summary>
    private const int MaxWaiting = 200;

    /// <summary>Runs the workflows.</summary>
    /// <param name="heard">The event.</param>
    /// <param name="failed">The workflows that failed in an earlier run of this event, by type for a start and by instance else, with the reason: they are only recorded.</param>
    /// <exception cref="JourneyFailedException">A workflow failed in a way that it cannot record itself.</exception>
    public async Task HearAsync(LoggedEvent heard, IReadOnlyDictionary<string, string> failed)
    {
        if (await unit.Contacts.GetAsync(heard.ContactId) is not { } contact)
        {
            return;
        }

        var triggers = await catalog.GetAsync();
        var active = (await unit.Enrollments.ActiveAsync(contact.Id)).Where(enrollment => Journeys.WorkflowTypeId(enrollment.JourneyId) is not null).ToList();
        var rows = await WaitingAsync(contact, active);
        var left = await LeaveAsync(heard.Event, triggers, active, rows);
        await KeepBackAsync(heard.Event, contact, triggers);
        await ResumeAsync(heard, contact, active, rows.Where(row => !left.Contains(row.WorkflowId)), failed);
        foreach (var typeId in triggers
            .Where(trigger => trigger is { IsStart: true, IsEnabled: true } && trigger.EventType == heard.Event.Type)
            .Select(trigger => trigger.WorkflowTypeId)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal))
        {
            await GuardAsync(typeId, () => entrance.EnterAsync(typeId, heard.Event, contact, failed.GetValueOrDefault(typeId)));
        }
    }

    /// <summary>What the contact's instances wait for: those of its id, and those that it has from somebody who turned out to be the same person.</summary>
    private async Task<IReadOnlyList<WaitingIndex>> WaitingAsync(Contact contact, IEnumerable<Enrollment> active)
    {
        var rows = await waiting.OfContactAsync(contact.Id);
        var inherited = active.Select(enrollment => enrollment.Instance).OfType<string>().Except(rows.Select(row => row.WorkflowId)).ToArray();
        return inherited.Length == 0 ? rows : [.. rows, .. await waiting.OfInstancesAsync(inherited)];
    }

    /// <returns>The instances that have ended.</returns>
    private async Task<IReadOnlySet<string>> LeaveAsync(
        BehaviorEvent happened, IReadOnlyList<TriggerEntry> triggers, IEnumerable<Enrollment> active, IReadOnlyList<WaitingIndex> rows)
    {
        var left = new HashSet<string>(StringComparer.Ordinal);
        foreach (var enrollment in active.Where(enrollment => Ends(happened, enrollment, triggers)))
        {
            var reason = $"exit: {happened.Type}";
            left.Add(enrollment.Instance!);
            var taken = await waiting.TakeAsync(rows.Where(row => row.WorkflowId == enrollment.Instance).Select(row => row.DocumentId));
            if (taken.Count == 0)
            {
                await unit.Enrollments.SaveAsync(SequenceRules.End(enrollment, EnrollmentStatus.Exited, entrance.Now, reason));
            }

            foreach (var workflow in taken)
            {
                await instances.ExitAsync(workflow, await types.GetAsync(workflow.WorkflowTypeId), reason);
            }
        }

        return left;
    }

    /// <summary>Keeps back mail of journeys that have come to their end, and that the event would have ended: the last mail may wait for the sending hours, or for the mail server.</summary>
    private async Task KeepBackAsync(BehaviorEvent happened, Contact contact, IReadOnlyList<TriggerEntry> triggers)
    {
        if (!triggers.Any(trigger => trigger.ExitOn.Contains(happened.Type)))
        {
            return;
        }

        var mails = (await unit.Ledger.SearchAsync(new SendQuery(SendState.Queued, ContactId: contact.Id), 0, MaxWaiting)).Items.Where(mail => mail is { Kind: SendKind.Mail, EnrollmentId: not null }).ToList();
        var passages = await unit.Enrollments.GetAsync([.. mails.Select(mail => mail.EnrollmentId!).Distinct()]);
        foreach (var mail in mails)
        {
            if (passages.TryGetValue(mail.EnrollmentId!, out var passage) && passage.Status != EnrollmentStatus.Active && Journeys.WorkflowTypeId(passage.JourneyId) is not null && Ends(happened, passage, triggers))
            {
                await MailQueue.KeepBackAsync(unit, mail, entrance.Now);
            }
        }
    }

    private static bool Ends(BehaviorEvent happened, Enrollment enrollment, IReadOnlyList<TriggerEntry> triggers)
        => enrollment.Instance is not null
            && happened.Time >= SequenceRules.LooksBackTo(enrollment)
            && triggers.Any(trigger => trigger.IsStart
                && trigger.WorkflowTypeId == Journeys.WorkflowTypeId(enrollment.JourneyId)
                && trigger.EventType == enrollment.EnteredBy?.Type
                && trigger.ExitOn.Contains(happened.Type));

    private async Task ResumeAsync(LoggedEvent heard, Contact contact, IReadOnlyList<Enrollment> active, IEnumerable<WaitingIndex> rows, IReadOnlyDictionary<string, string> failed)
    {
        var documents = rows
            .Where(row => library.GetActivityByName(row.ActivityName) is JourneyTrigger trigger && trigger.EventType == heard.Event.Type)
            .Select(row => row.DocumentId)
            .ToArray();
        foreach (var workflow in documents.Length == 0 ? [] : await waiting.TakeAsync(documents))
        {
            var enrollment = active.FirstOrDefault(enrollment => enrollment.Instance == workflow.WorkflowId);
            if (enrollment is null && Journeys.EnrollmentId(workflow) is not null)
            {
                await instances.RemoveAsync(workflow, "the contact is no longer on this journey");
            }
            else if (enrollment is null || heard.Event.Time >= SequenceRules.LooksBackTo(enrollment))
            {
                await GuardAsync(workflow.WorkflowId, () => ResumeAsync(workflow, heard, contact, failed.GetValueOrDefault(workflow.WorkflowId)));
            }
        }
    }

    private async Task ResumeAsync(Workflow workflow, LoggedEvent heard, Contact contact, string? failure)
    {
        if (failure is not null)
        {
            await instances.FailAsync(workflow, failure);
            return;
        }

        // It may be the first event under the id of the contact that stayed.
        workflow.CorrelationId = contact.Id;
        var type = await types.GetAsync(workflow.WorkflowTypeId);
        foreach (var step in workflow.BlockingActivities.ToArray())
        {
            if (library.GetActivityByName(step.Name) is JourneyTrigger trigger
                && trigger.EventType == heard.Event.Type
                && workflow.BlockingActivities.Contains(step)
                && await instances.KeepsStepAsync(workflow, type, step))
            {
                using var context = await manager.ResumeWorkflowAsync(workflow, step, JourneyEntrance.Input(heard.Event, contact));
            }
        }

        await waiting.ReleaseAsync(workflow);
    }

    /// <summary>Tells whose fault an error is, so that the others can go on without it.</summary>
    private static async Task GuardAsync(string workflow, Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (Exception e) when (e is not OperationCanceledException and not StoreUnavailableException && !Conflicts.LostTo(e) && !Conflicts.LockedOut(e))
        {
            throw new JourneyFailedException(workflow, e);
        }
    }
}
