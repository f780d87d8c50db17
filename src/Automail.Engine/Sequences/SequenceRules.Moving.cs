using Automail.Engine.Consent;

namespace Automail.Engine.Sequences;

/// <content>Going on with another version: what is waited for goes on where it is still there, everything else begins anew.</content>
public static partial class SequenceRules
{
    private static async ValueTask<Decision> ChangeVersionAsync(SequencePlan plan, Enrollment enrollment, Signal.Moved moved, DecisionContext context, Tracer tracer)
    {
        var now = context.Now;
        var going = enrollment with { Version = plan.Version, EnteredVersion = enrollment.EnteredVersion ?? enrollment.Version };
        tracer.Add(TraceKind.Moved, moved.ToStepId, $"{enrollment.Version} → {plan.Version}", moved.By);
        if (plan.Find(moved.ToStepId) is not { } position)
        {
            tracer.Add(TraceKind.Ended, moved.ToStepId, nameof(EnrollmentStatus.Failed), "the step is gone");
            return new Decision(Finish(going, EnrollmentStatus.Failed, now, $"step '{moved.ToStepId}' is gone"), [], context.Contact);
        }

        var was = moved.From.Find(enrollment.StepId) is { } before ? moved.From[before] : null;
        if (was is not null && was.StepId == moved.ToStepId && was.GetType() == plan[position].GetType() && IsRest(was))
        {
            return await KeepAsync(plan, going, position, was, context, tracer);
        }

        // A mail that waited for its window, and that the other version has behind the step with which it goes on.
        MailDecision[] leftOut = was is SendOp send && !(plan.Find(send.StepId) >= position) ? [new MailDecision(send.StepId, send.Template, GateReasons.Moved)] : [];
        foreach (var mail in leftOut)
        {
            tracer.Add(TraceKind.Mail, mail.StepId, mail.Template, mail.SkipReason);
        }

        going = going with { WakeAt = null, SendDueAt = null };
        return going.PausedAt is { } since
            ? new Decision(Standing(plan[position], going, since, context), leftOut, context.Contact)
            : await RunAsync(plan, going with { StepId = null }, position, now, context, tracer, leftOut);
    }

    /// <summary>The same wait, or mail that waits for its window, in another version. It keeps its beginning, so that its end is that of the other version, and never earlier than now.</summary>
    private static ValueTask<Decision> KeepAsync(SequencePlan plan, Enrollment going, int position, Op was, DecisionContext context, Tracer tracer)
    {
        // Of a paused passage the time stands still.
        var now = going.PausedAt ?? context.Now;
        var (began, wakeAt) = (going.StepStartedAt, going.PausedAt is null ? going.WakeAt : going.PausedWakeAt);
        switch (plan[position])
        {
            case WaitOp wait:
                return Rest(TraceKind.Wait, wait == (WaitOp)was ? wakeAt : Later(wait.Duration.After(began, context.Zone) + Spread(wait, going)));
            case WaitUntilClockOp wait:
                var next = wait.Until.Next(began, context.Zone);
                return Rest(TraceKind.Wait, Same(wait, (WaitUntilClockOp)was) ? wakeAt : next > now ? next : wait.Until.Next(now, context.Zone));
            case WaitUntilDateOp wait when wait == (WaitUntilDateOp)was:
                return Rest(TraceKind.Wait, wakeAt);
            case WaitUntilDateOp wait:
                var until = Until(wait, context.Contact, began, context.Zone);
                return until > now || going.PausedAt is not null ? Rest(TraceKind.Wait, until > now ? until : now)
                    : RunAsync(plan, going, until is null ? position : position + 1, now, context, tracer);
            case WaitForOp wait:
                return Rest(TraceKind.WaitFor, wait.Timeout == ((WaitForOp)was).Timeout ? wakeAt : Later(wait.Timeout.After(began, context.Zone)), wait.Event);
            default:
                // A mail that is late already stays as late as it is.
                if (wakeAt > now)
                {
                    var opens = plan.Definition.Window?.Next(now, context.Zone) ?? now;
                    going = going with { SendDueAt = going.SendDueAt > now ? opens : going.SendDueAt };
                    wakeAt = opens;
                }

                return Rest(TraceKind.Window, wakeAt, ((SendOp)plan[position]).Template);
        }

        DateTimeOffset Later(DateTimeOffset moment) => moment > now ? moment : now;

        ValueTask<Decision> Rest(TraceKind kind, DateTimeOffset? next, string? text = null)
        {
            if (next != (going.PausedAt is null ? going.WakeAt : going.PausedWakeAt))
            {
                tracer.Add(kind, going.StepId, text, until: next);
            }

            return ValueTask.FromResult(new Decision(going.PausedAt is null ? going with { WakeAt = next } : going with { PausedWakeAt = next }, [], context.Contact));
        }
    }

    /// <summary>A paused passage at the beginning of a step, which goes on when it is resumed.</summary>
    private static Enrollment Standing(Op op, Enrollment going, DateTimeOffset since, DecisionContext context) => going with
    {
        StepId = op.StepId,
        StepStartedAt = since,
        PausedWakeAt = op switch
        {
            WaitOp wait => wait.Duration.After(since, context.Zone) + Spread(wait, going),
            WaitUntilClockOp wait => wait.Until.Next(since, context.Zone),
            WaitForOp wait => wait.Timeout.After(since, context.Zone),
            _ => since,
        },
    };

    private static bool IsRest(Op op) => op is WaitOp or WaitUntilClockOp or WaitUntilDateOp or WaitForOp or SendOp;

    private static bool Same(WaitUntilClockOp one, WaitUntilClockOp other) => one.Until.Time == other.Until.Time && one.Until.Days.SetEquals(other.Until.Days);
}
