using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using NodaTime;

namespace Automail.Engine.Flow;

/// <summary>What one unit of work with passages has in common.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Profile">The site.</param>
/// <param name="Now">The present, UTC.</param>
internal sealed record PassageRun(IUnitOfWork Unit, SiteProfile Profile, DateTimeOffset Now)
{
    /// <summary>How many sequences have enrolled into each other.</summary>
    public int Depth { get; init; }

    /// <summary>The host's workflows; null where there are none.</summary>
    public IWorkflows? Workflows { get; init; }

    /// <summary>The enrollments that one of the others has ended, which were read before.</summary>
    public HashSet<string> Ended { get; } = new(StringComparer.Ordinal);

    /// <summary>Where a condition that became true has let a contact in because of the same event or due item: once each, so that sequences whose steps make each other's conditions true come to rest.</summary>
    public HashSet<string> LetIn { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>Asks the rules about a passage and does what they say: the state, the due item, the mails, the ways through other sequences.</summary>
/// <param name="site">The site.</param>
/// <param name="catalog">The sequences.</param>
/// <param name="mails">Where mails are asked for.</param>
/// <param name="conditions">Evaluates conditions.</param>
/// <param name="clock">The present.</param>
/// <param name="traces">Whether every decision is kept with the passage.</param>
/// <param name="workflows">The host's workflows; null where there are none.</param>
internal sealed partial class PassageMover(ISite site, SequenceCatalog catalog, MailQueue mails, IConditions conditions, TimeProvider clock, bool traces, IWorkflows? workflows)
{
    /// <summary>Sequences that enroll into each other without a wait would do so for ever.</summary>
    private const int MaxReferrals = 10;

    private readonly MomentRounds _rounds = new();

    /// <summary>Begins a unit's work, with the sequences as they are published by now.</summary>
    public async Task<PassageRun> BeginAsync(IUnitOfWork unit)
    {
        await catalog.RefreshAsync(unit);
        return new(unit, await site.GetProfileAsync(), clock.Now()) { Workflows = workflows };
    }

    /// <summary>Puts a contact into a sequence, as far as re-entry allows.</summary>
    public async Task<(EnrollResult Result, Contact Contact)> EnterAsync(PassageRun run, string sequenceId, Contact contact, EnteringEvent? entering, string? by)
    {
        if (!catalog.Current.TryGetValue(sequenceId, out var plan))
        {
            return (EnrollResult.UnknownSequence, contact);
        }

        if (!catalog.Admits(sequenceId) || await AdmitAsync(run, plan, contact, entering) is not { } enrollment)
        {
            return (EnrollResult.NotAllowed, contact);
        }

        if (run.Depth > 0 && enrollment.Number > 1)
        {
            _rounds.Count(sequenceId, contact.Id, run.Now);
        }

        return (EnrollResult.Entered, await MoveAsync(run, plan, enrollment, new Signal.Entered(by), contact));
    }

    /// <summary>The enrollment with which the contact enters; null when re-entry does not allow it.</summary>
    public static async Task<Enrollment?> AdmitAsync(PassageRun run, SequencePlan plan, Contact contact, EnteringEvent? entering)
    {
        var definition = plan.Definition;
        var last = await run.Unit.Enrollments.LatestAsync(definition.Id, contact.Id);
        if (!definition.Reentry.Allows(last, run.Now, Zone(contact, run.Profile)))
        {
            return null;
        }

        var number = (last?.Number ?? 0) + 1;
        return new Enrollment
        {
            Id = Enrollment.MakeId(definition.Id, contact.Id, number),
            JourneyId = definition.Id,
            Version = plan.Version,
            ContactId = contact.Id,
            Number = number,
            EnteredAt = run.Now,
            EnteredBy = entering,
            StepStartedAt = run.Now,
        };
    }

    /// <summary>The enrollment as it enters when the trigger's condition holds; null when it does not, or fails, which is recorded.</summary>
    public async Task<Enrollment?> MayEnterAsync(PassageRun run, SequencePlan plan, Contact contact, Enrollment enrollment)
    {
        if (plan.Definition.Trigger.If is not { } condition)
        {
            return enrollment;
        }

        try
        {
            if (!traces)
            {
                return await conditions.HoldsAsync(condition, contact, enrollment.EnteredBy, enrollment, run.Now) ? enrollment : null;
            }

            var (holds, values) = await conditions.LookAsync(condition, contact, enrollment.EnteredBy, enrollment, run.Now);
            return holds
                ? enrollment with { Trace = TraceLog.Append(null, [new TraceEntry(run.Now, TraceKind.Condition, null, condition, "trigger.if", true, Values: values.Count == 0 ? null : values)]) }
                : null;
        }
        catch (TemplateException e)
        {
            await PassageTallies.EndAsync(run.Unit, enrollment, EnrollmentStatus.Failed, run.Now, $"trigger.if: {e.Message}");
            return null;
        }
    }

    /// <summary>Does what the rules say to a signal.</summary>
    /// <returns>The contact with the changes that steps made.</returns>
    public async Task<Contact> MoveAsync(PassageRun run, SequencePlan plan, Enrollment enrollment, Signal signal, Contact contact)
    {
        Decision decision;
        try
        {
            decision = await SequenceRules.DecideAsync(plan, enrollment, signal, new DecisionContext(run.Now, contact, Zone(contact, run.Profile), conditions)
            {
                Traces = traces,
                HearsWorkflow = workflows is null ? null : workflows.HearsAsync,
                WasDecided = enrollment.EnteredVersion is null && signal is not Signal.Moved ? null
                    : async stepId => (await run.Unit.Ledger.GetAsync([SequenceRunner.MailKey(enrollment, stepId).ToId()])).Count > 0,
            });
            if (Problem(run, decision) is { } problem)
            {
                decision = decision with { Enrollment = SequenceRules.End(enrollment, EnrollmentStatus.Failed, run.Now, problem), Referrals = [] };
            }
        }
        catch (TemplateException e)
        {
            decision = new Decision(SequenceRules.End(enrollment, EnrollmentStatus.Failed, run.Now, e.Message), [], contact);
        }

        if (!ReferenceEquals(contact, decision.Contact))
        {
            await run.Unit.Contacts.SaveAsync(decision.Contact);
        }

        await ApplyAsync(run, plan, enrollment, decision, signal);
        var referred = await ReferAsync(run, decision);
        return ReferenceEquals(contact, decision.Contact)
            ? referred
            : await ChangedAsync(run, contact, decision.Contact, referred, decision.Enrollment.EnteredBy, $"by a step of the sequence '{enrollment.JourneyId}'");
    }

    /// <summary>Why the contact cannot be sent where a step sends it.</summary>
    private string? Problem(PassageRun run, Decision decision)
        => decision.Referrals.FirstOrDefault(referral => referral.Enters && !catalog.Current.ContainsKey(referral.Sequence)) is { } lost
            ? $"step '{lost.StepId}': there is no sequence '{lost.Sequence}'"
            : decision.Referrals.FirstOrDefault(referral => referral.Enters && (run.Depth >= MaxReferrals || _rounds.Of(referral.Sequence, decision.Contact.Id, run.Now) >= MaxReferrals)) is { } circle
                ? $"step '{circle.StepId}': sequences enroll into each other in a circle"
                : null;

    private async Task<Contact> ReferAsync(PassageRun run, Decision decision)
    {
        var contact = decision.Contact;
        foreach (var referral in decision.Referrals)
        {
            var by = $"by step '{referral.StepId}' of the sequence '{decision.Enrollment.JourneyId}'";
            if (referral.Enters)
            {
                contact = (await EnterAsync(run with { Depth = run.Depth + 1 }, referral.Sequence, contact, decision.Enrollment.EnteredBy, by)).Contact;
            }
            else
            {
                await RemoveAsync(run, referral.Sequence, contact.Id, by);
            }
        }

        return contact;
    }

    /// <summary>Takes a contact out of a sequence; false when the contact is not inside.</summary>
    public static async Task<bool> RemoveAsync(PassageRun run, string sequenceId, string contactId, string reason)
        => await run.Unit.Enrollments.LatestAsync(sequenceId, contactId) is { Status: EnrollmentStatus.Active } inside && await RemoveAsync(run, inside, reason);

    /// <summary>Ends an active passage.</summary>
    public static async Task<bool> RemoveAsync(PassageRun run, Enrollment inside, string reason)
    {
        var removed = SequenceRules.End(inside, EnrollmentStatus.Removed, run.Now, reason);
        await SaveAsync(run, removed);
        await PassageTallies.CountLeftAsync(run.Unit, removed);
        await run.Unit.Due.CancelAsync(SequenceRunner.DueKey(inside.Id));
        run.Ended.Add(inside.Id);
        return true;
    }

    private static DateTimeZone Zone(Contact contact, SiteProfile profile) => WallClock.Zone(contact.TimeZone, profile.TimeZone);

    /// <summary>Keeps a passage that was active before, and tells the workflows when it is not any more.</summary>
    private static async Task SaveAsync(PassageRun run, Enrollment after)
    {
        await run.Unit.Enrollments.SaveAsync(after);
        if (run.Workflows is { } workflows && after.Status is EnrollmentStatus.Completed or EnrollmentStatus.Exited or EnrollmentStatus.GoalReached or EnrollmentStatus.Removed)
        {
            await workflows.OnEndedAsync(run.Unit, after);
        }
    }

    private async Task ApplyAsync(PassageRun run, SequencePlan plan, Enrollment before, Decision decision, Signal signal)
    {
        var (unit, after) = (run.Unit, decision.Enrollment);
        if (!ReferenceEquals(before, after))
        {
            await SaveAsync(run, after);
            await PassageTallies.CountAsync(unit, after, decision);
        }

        if (after.WakeAt is { } wakeAt && (!ReferenceEquals(before, after) || signal is Signal.Woken))
        {
            await unit.Due.ScheduleAsync(new DueItem(SequenceRunner.DueKey(after.Id), SequenceRunner.DueKind, wakeAt));
        }
        else if (after.WakeAt is null && before.WakeAt is not null && signal is not Signal.Woken)
        {
            await unit.Due.CancelAsync(SequenceRunner.DueKey(after.Id));
        }

        foreach (var start in run.Workflows is null ? [] : decision.Workflows)
        {
            await run.Workflows!.StartAsync(unit, after, start);
        }

        foreach (var mail in decision.Mails)
        {
            await mails.QueueAsync(unit, new SendRequest
            {
                Key = SequenceRunner.MailKey(after, mail.StepId),
                Contact = decision.Contact,
                Template = mail.Template,
                Purpose = plan.Definition.Purpose,
                EnrollmentId = after.Id,
                DecidedVersion = SequenceRunner.DecidedVersion(after),
                SkipReason = mail.SkipReason,
            });
        }

        foreach (var call in decision.Webhooks)
        {
            await WebhookQueue.QueueAsync(run, plan, after, call);
        }

        foreach (var notice in decision.Notices)
        {
            for (var place = 0; place < notice.To.Count; place++)
            {
                await mails.QueueAsync(unit, new NoticeRequest(SequenceRunner.NoticeKey(after, notice.StepId, place), decision.Contact, after.Id, notice.To[place], notice.Subject, notice.Text) { DecidedVersion = SequenceRunner.DecidedVersion(after) });
            }
        }
    }
}
