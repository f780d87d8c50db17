using Automail.Engine.Contacts;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;

namespace Automail.Engine.Flow;

/// <content>What lets people in.</content>
internal sealed partial class PassageMover
{
    /// <summary>Lets a contact in whom a trigger has reached, as far as re-entry and the trigger's condition allow.</summary>
    /// <returns>The contact with the changes that steps made.</returns>
    public async Task<Contact> LetInAsync(PassageRun run, SequencePlan plan, Contact contact, EnteringEvent entering, string? by = null)
        => await AdmitAsync(run, plan, contact, entering) is { } admitted && await MayEnterAsync(run, plan, contact, admitted) is { } enrollment
            ? await MoveAsync(run, plan, enrollment, new Signal.Entered(by), contact)
            : contact;

    /// <summary>Takes note that a contact has changed: dates move, and conditions that became true let the contact in.</summary>
    /// <param name="run">The unit's work.</param>
    /// <param name="before">The contact before; null when nobody knew it.</param>
    /// <param name="after">The contact with the change.</param>
    /// <param name="contact">The contact as it is by now.</param>
    /// <param name="entering">What the change came with.</param>
    /// <param name="by">What changed it; null for the event that it came with.</param>
    /// <returns>The contact with the changes that steps made.</returns>
    public async Task<Contact> ChangedAsync(PassageRun run, Contact? before, Contact after, Contact contact, EnteringEvent? entering, string? by = null)
    {
        if (ReferenceEquals(before, after))
        {
            return contact;
        }

        if (catalog.PlansTriggers)
        {
            await TriggerItems.ChangedAsync(run.Unit, catalog, run.Profile, before, after, run.Now);
        }

        foreach (var plan in catalog.Open(trigger => trigger.Becomes is not null))
        {
            var once = $"{plan.Definition.Id}/{contact.Id}";
            if (!run.LetIn.Contains(once) && await BecameAsync(run, plan, before, after, contact, entering) is { } enrollment)
            {
                run.LetIn.Add(once);
                contact = await MoveAsync(run, plan, enrollment, new Signal.Entered(by), contact);
            }
        }

        return contact;
    }

    /// <summary>The enrollment with which the contact enters when a change has made the trigger's condition true; null when it has not, or re-entry forbids it, or the condition fails, which is recorded.</summary>
    private async Task<Enrollment?> BecameAsync(PassageRun run, SequencePlan plan, Contact? before, Contact after, Contact contact, EnteringEvent? entering)
    {
        const string Place = "trigger.becomes";
        var condition = plan.Definition.Trigger.Becomes!;
        try
        {
            // At one moment, so that what changes by time alone is the same before and after.
            var (holds, values) = traces ? await conditions.LookAsync(condition, after, null, null, run.Now) : new ConditionResult(await conditions.HoldsAsync(condition, after, null, null, run.Now), new Dictionary<string, string?>());
            return holds && !(before is not null && await conditions.HoldsAsync(condition, before, null, null, run.Now)) && await AdmitAsync(run, plan, contact, entering) is { } enrollment
                ? traces ? enrollment with { Trace = TraceLog.Append(null, [new TraceEntry(run.Now, TraceKind.Condition, null, condition, Place, true, Values: values.Count == 0 ? null : values)]) } : enrollment
                : null;
        }
        catch (TemplateException e)
        {
            if (await AdmitAsync(run, plan, contact, entering) is { } failed)
            {
                await PassageTallies.EndAsync(run.Unit, failed, EnrollmentStatus.Failed, run.Now, $"{Place}: {e.Message}");
            }

            return null;
        }
    }
}
