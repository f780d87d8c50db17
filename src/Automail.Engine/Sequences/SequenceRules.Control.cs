using Automail.Engine.Consent;

namespace Automail.Engine.Sequences;

/// <content>What people do to a passage: stop it for a while, let it go on, let it skip what it stands at.</content>
public static partial class SequenceRules
{
    /// <summary>Whether somebody can do this to the passage as it is: pause what is not paused, resume what is, skip to a later step.</summary>
    internal static bool Allows(SequencePlan plan, Enrollment enrollment, Signal signal)
        => enrollment.Status == EnrollmentStatus.Active && signal switch
        {
            Signal.Paused => enrollment.PausedAt is null,
            Signal.Resumed => enrollment.PausedAt is not null,
            Signal.SkippedAhead { ToStepId: { } to } => enrollment.PausedAt is null && plan.Find(to) > plan.Find(enrollment.StepId),
            Signal.SkippedAhead => enrollment.PausedAt is null,
            _ => true,
        };

    private static Enrollment Pause(Enrollment enrollment, string by, DateTimeOffset now, Tracer tracer)
    {
        tracer.Add(TraceKind.Paused, enrollment.StepId, note: by);
        return enrollment with { PausedAt = now, PausedBy = by, PausedWakeAt = enrollment.WakeAt, WakeAt = null };
    }

    /// <summary>Time stood still for what is counted; what is meant by the clock or by a date keeps its moment, and when that has passed goes on at once, or at the next such time.</summary>
    private static async ValueTask<Decision> ResumeAsync(SequencePlan plan, Enrollment enrollment, int position, DateTimeOffset since, string by, DecisionContext context, Tracer tracer)
    {
        var now = context.Now;
        var wakeAt = enrollment.PausedWakeAt ?? now;
        tracer.Add(TraceKind.Resumed, enrollment.StepId, note: by);
        var going = enrollment with { PausedAt = null, PausedBy = null, PausedWakeAt = null, StepStartedAt = enrollment.StepStartedAt + (now - since) };
        switch (plan[position])
        {
            case WaitUntilDateOp wait:
                // The date may have moved meanwhile, or be gone.
                var until = Until(wait, context.Contact, since, context.Zone);
                return until > now ? Rest(TraceKind.Wait, until.Value) : await RunAsync(plan, going, until is null ? position : position + 1, now, context, tracer);
            case WaitUntilClockOp wait:
                return Rest(TraceKind.Wait, wakeAt > now ? wakeAt : wait.Until.Next(now, context.Zone));
            case SendOp send:
                var opens = plan.Definition.Window?.Next(now, context.Zone) ?? now;
                return Rest(TraceKind.Window, opens, send.Template, opens);
            case WaitForOp wait:
                return Rest(TraceKind.WaitFor, Left(), wait.Event);
            case WaitOp:
                return Rest(TraceKind.Wait, Left());
            default:
                // Moved to it while it was paused, it has yet to begin.
                return await RunAsync(plan, going, position, now, context, tracer);
        }

        DateTimeOffset Left() => wakeAt > since ? now + (wakeAt - since) : now;

        Decision Rest(TraceKind kind, DateTimeOffset next, string? text = null, DateTimeOffset? due = null)
        {
            tracer.Add(kind, enrollment.StepId, text, until: next);
            return new Decision(going with { WakeAt = next, SendDueAt = due }, [], context.Contact);
        }
    }

    /// <summary>Leaves out the wait, or the mail, at which the passage stands.</summary>
    private static ValueTask<Decision> SkipAsync(SequencePlan plan, Enrollment enrollment, int position, Signal.SkippedAhead skipped, DecisionContext context, Tracer tracer)
    {
        var next = plan.Find(skipped.ToStepId) ?? (plan[position] is WaitForOp wait ? wait.Else : position + 1);
        tracer.Add(TraceKind.SkippedAhead, enrollment.StepId, skipped.ToStepId, skipped.By);
        if (plan[position] is not SendOp send)
        {
            return RunAsync(plan, enrollment, next, context.Now, context, tracer);
        }

        tracer.Add(TraceKind.Mail, send.StepId, send.Template, GateReasons.SkippedAhead);
        return RunAsync(plan, enrollment with { SendDueAt = null }, next, context.Now, context, tracer, new MailDecision(send.StepId, send.Template, GateReasons.SkippedAhead));
    }
}
