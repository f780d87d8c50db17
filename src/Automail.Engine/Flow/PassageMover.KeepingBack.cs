using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;

namespace Automail.Engine.Flow;

/// <content>Mail that waits at the gate when its passage has come to the end.</content>
internal sealed partial class PassageMover
{
    /// <summary>
    /// Keeps back mail of passages that have ended already and that the event would have ended: their last mail may wait for the site's sending hours, or for the mail server, when the exit or the goal comes.
    /// The passages stay as they are.
    /// </summary>
    public async Task KeepBackAsync(PassageRun run, BehaviorEvent happened, Contact contact)
    {
        if (!catalog.MayEnd(happened.Type))
        {
            return;
        }

        var mails = new Dictionary<string, (SequencePlan Plan, Enrollment Passage)>(StringComparer.Ordinal);
        foreach (var passage in await run.Unit.Enrollments.ForContactAsync(contact.Id))
        {
            if (passage is { Instance: null, Status: EnrollmentStatus.Completed or EnrollmentStatus.HeldOut or EnrollmentStatus.Failed }
                && await catalog.FindAsync(run.Unit, passage) is { } plan && SequenceRules.MayEnd(plan.Definition, happened.Type))
            {
                foreach (var (stepId, _) in plan.Sends())
                {
                    mails[SequenceRunner.MailKey(passage, stepId).ToId()] = (plan, passage);
                }
            }
        }

        var waiting = mails.Count == 0 ? [] : (await run.Unit.Ledger.GetAsync(mails.Keys)).Values.Where(mail => mail.State == SendState.Queued);
        foreach (var passage in waiting.GroupBy(mail => mails[mail.Id]))
        {
            if (!await WouldEndAsync(run, passage.Key.Plan, passage.Key.Passage, happened, contact))
            {
                continue;
            }

            foreach (var mail in passage)
            {
                await MailQueue.KeepBackAsync(run.Unit, mail, run.Now);
            }
        }
    }

    private async Task<bool> WouldEndAsync(PassageRun run, SequencePlan plan, Enrollment passage, BehaviorEvent happened, Contact contact)
    {
        try
        {
            return await SequenceRules.WouldEndAsync(plan, passage, happened, new DecisionContext(run.Now, contact, Zone(contact, run.Profile), conditions));
        }
        catch (TemplateException)
        {
            // There is no passage left that could fail.
            return false;
        }
    }
}
