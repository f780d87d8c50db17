using Automail.Engine.Behavior;
using Automail.Engine.Contacts;

namespace Automail.Engine.Sequences;

/// <summary>How a sequence runs (design, section 4). Pure: it reads the state it is given and returns what is to happen.</summary>
public static partial class SequenceRules
{
    /// <summary>Moves an enrollment as far as it can go now.</summary>
    /// <param name="plan">The version that was entered.</param>
    /// <param name="enrollment">The state so far.</param>
    /// <param name="signal">What has come up.</param>
    /// <param name="context">What may be looked at.</param>
    public static async ValueTask<Decision> DecideAsync(SequencePlan plan, Enrollment enrollment, Signal signal, DecisionContext context)
    {
        if (enrollment.Status != EnrollmentStatus.Active)
        {
            return new Decision(enrollment, [], context.Contact);
        }

        var tracer = new Tracer(context);
        return tracer.Write(enrollment, await AnswerAsync(plan, enrollment, signal, context, tracer));
    }

    /// <summary>From when on an event can end the enrollment: for a left cart since it was left, else since the entering event.</summary>
    public static DateTimeOffset LooksBackTo(Enrollment enrollment)
        => enrollment.EnteredBy is not { } entered ? enrollment.EnteredAt
            : entered.Type == EventTypes.CartAbandoned && entered.Data.TryGetProperty("idleSince", out var since) && since.TryGetDateTimeOffset(out var idleSince) ? idleSince
            : entered.Time;

    /// <summary>Whether an event of this type can end passages.</summary>
    internal static bool MayEnd(SequenceDefinition definition, string eventType)
        => definition.Exit.If is not null || definition.Exit.On.Contains(eventType) || definition.Goal?.Event == eventType;

    /// <summary>Whether an event would end a passage by an exit or the goal, if it had not ended otherwise.</summary>
    internal static async ValueTask<bool> WouldEndAsync(SequencePlan plan, Enrollment enrollment, BehaviorEvent happened, DecisionContext context)
        => await LeavesAsync(plan, enrollment, happened, context, new Tracer(context)) is not null;

    /// <summary>Ends an enrollment for a reason that lies outside the rules. Who keeps no traces has none to add to.</summary>
    public static Enrollment End(Enrollment enrollment, EnrollmentStatus status, DateTimeOffset now, string? reason)
        => Finish(enrollment, status, now, reason) with
        {
            Trace = enrollment.Trace is null ? null : TraceLog.Append(enrollment.Trace, [new TraceEntry(now, TraceKind.Ended, enrollment.StepId, status.ToString(), reason)]),
        };

    private static Enrollment Finish(Enrollment enrollment, EnrollmentStatus status, DateTimeOffset now, string? reason)
        => enrollment with { Status = status, EndedAt = now, EndReason = reason, WakeAt = null, SendDueAt = null, PausedAt = null, PausedBy = null, PausedWakeAt = null };

    private static async ValueTask<Decision> AnswerAsync(SequencePlan plan, Enrollment enrollment, Signal signal, DecisionContext context, Tracer tracer)
    {
        var unchanged = new Decision(enrollment, [], context.Contact);
        Decision Over(EnrollmentStatus status, string reason)
        {
            tracer.Add(TraceKind.Ended, enrollment.StepId, status.ToString(), reason);
            return unchanged with { Enrollment = Finish(enrollment, status, context.Now, reason) };
        }

        if (signal is Signal.Entered entered)
        {
            tracer.Add(TraceKind.Entered, text: enrollment.EnteredBy?.Type, note: entered.By);
            return await RunAsync(plan, enrollment, 0, context.Now, context, tracer);
        }

        if (signal is Signal.Removed removed)
        {
            return Over(EnrollmentStatus.Removed, removed.By);
        }

        if (signal is Signal.Moved moved)
        {
            return await ChangeVersionAsync(plan, enrollment, moved, context, tracer);
        }

        if (plan.Find(enrollment.StepId) is not { } position)
        {
            return Over(EnrollmentStatus.Failed, $"step '{enrollment.StepId}' is gone");
        }

        if (!Allows(plan, enrollment, signal))
        {
            return unchanged;
        }

        switch (signal)
        {
            case Signal.Happened { Event: var happened }:
                return await LeavesAsync(plan, enrollment, happened, context, tracer) is var (status, reason) ? Over(status, reason)
                    : enrollment.PausedAt is not null ? unchanged
                    : enrollment.WakeAt is { } missed && missed <= context.Now && missed < happened.Time ? await CatchUpAsync(plan, enrollment, position, missed, happened, context, tracer)
                    : await HearAsync(plan, enrollment, position, happened, context, tracer) ?? unchanged;
            case Signal.Woken:
                return enrollment is { PausedAt: null, WakeAt: { } wakeAt } && wakeAt <= context.Now ? await WakeAsync(plan, enrollment, position, wakeAt, context, tracer) : unchanged;
            case Signal.Paused paused:
                return unchanged with { Enrollment = Pause(enrollment, paused.By, context.Now, tracer) };
            case Signal.Resumed resumed:
                return await ResumeAsync(plan, enrollment, position, enrollment.PausedAt!.Value, resumed.By, context, tracer);
            case Signal.SkippedAhead skipped:
                return await SkipAsync(plan, enrollment, position, skipped, context, tracer);
            default:
                throw new ArgumentOutOfRangeException(nameof(signal));
        }
    }

    /// <summary>What was due before the event happened comes before it, also where the due work is behind: a time that is over does not depend on how often somebody looks.</summary>
    private static async ValueTask<Decision> CatchUpAsync(SequencePlan plan, Enrollment enrollment, int position, DateTimeOffset missed, BehaviorEvent happened, DecisionContext context, Tracer tracer)
    {
        var decision = await WakeAsync(plan, enrollment, position, missed, context, tracer);
        var (going, later) = (decision.Enrollment, context with { Contact = decision.Contact });
        return going.Status == EnrollmentStatus.Active && plan.Find(going.StepId) is { } next && await HearAsync(plan, going, next, happened, later, tracer) is { } heard
            ? decision.Then(heard)
            : decision;
    }

    /// <summary>What an event does to a passage that it does not end; null for nothing.</summary>
    private static async ValueTask<Decision?> HearAsync(SequencePlan plan, Enrollment enrollment, int position, BehaviorEvent happened, DecisionContext context, Tracer tracer)
    {
        switch (plan[position])
        {
            case WaitForOp wait when wait.Event == happened.Type && happened.Time >= enrollment.StepStartedAt:
                tracer.Add(TraceKind.Heard, wait.StepId, happened.Type);
                return await RunAsync(plan, enrollment, position + 1, context.Now, context, tracer);

            // The date may have moved, or be known now. One that has been reached, and has yet to be noticed, is not the next year's.
            case WaitUntilDateOp wait when happened.Type == EventTypes.ContactUpdated
                && Until(wait, context.Contact, enrollment.WakeAt < context.Now ? enrollment.WakeAt.Value : context.Now, context.Zone) != enrollment.WakeAt:
                return await RunAsync(plan, enrollment, position, context.Now, context, tracer);
            default:
                return null;
        }
    }

    private static ValueTask<Decision> WakeAsync(SequencePlan plan, Enrollment enrollment, int position, DateTimeOffset wakeAt, DecisionContext context, Tracer tracer)
    {
        switch (plan[position])
        {
            case SendOp:
                return RunAsync(plan, enrollment, position, enrollment.SendDueAt ?? wakeAt, context, tracer);
            case WaitForOp wait:
                tracer.Add(TraceKind.TimedOut, wait.StepId, wait.Event);
                return RunAsync(plan, enrollment, wait.Else, wakeAt, context, tracer);
            default:
                return RunAsync(plan, enrollment, position + 1, wakeAt, context, tracer);
        }
    }

    /// <summary>How an event ends the passage, and why; null when it does not.</summary>
    private static async ValueTask<(EnrollmentStatus Status, string Reason)?> LeavesAsync(SequencePlan plan, Enrollment enrollment, BehaviorEvent happened, DecisionContext context, Tracer tracer)
    {
        // An order that was placed before the cart was given up, and is told late, ends the journey all the same.
        var counts = happened.Time >= LooksBackTo(enrollment);
        var seen = new EnteringEvent(happened.Type, happened.Time, happened.Data);
        if (counts && plan.Definition.Goal is { } goal && goal.Event == happened.Type
            && (goal.Within is null || happened.Time <= goal.Within.After(enrollment.EnteredAt, context.Zone))
            && (goal.If is null || await tracer.HoldsAtAsync("goal.if", goal.If, context.Contact, seen, enrollment)))
        {
            return (EnrollmentStatus.GoalReached, $"goal: {happened.Type}");
        }

        if (counts && plan.Definition.Exit.On.Contains(happened.Type))
        {
            return (EnrollmentStatus.Exited, $"exit: {happened.Type}");
        }

        // What holds of the contact holds now, whenever the event happened that told it.
        return plan.Definition.Exit.If is { } condition && await tracer.HoldsAtAsync("exit.if", condition, context.Contact, enrollment.EnteredBy, enrollment)
            ? (EnrollmentStatus.Exited, $"exit: {condition}")
            : null;
    }
}
