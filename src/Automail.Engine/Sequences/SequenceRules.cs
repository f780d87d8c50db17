using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;

namespace Automail.Engine.Sequences;

/// <summary>How a sequence runs (design, section 4). Pure: it reads the state it is given and returns what is to happen.</summary>
public static class SequenceRules
{
    /// <summary>Moves an enrollment as far as it can go now.</summary>
    /// <param name="plan">The version that was entered.</param>
    /// <param name="enrollment">The state so far.</param>
    /// <param name="signal">What has come up.</param>
    /// <param name="context">What may be looked at.</param>
    public static async ValueTask<Decision> DecideAsync(SequencePlan plan, Enrollment enrollment, Signal signal, DecisionContext context)
    {
        var unchanged = new Decision(enrollment, [], context.Contact);
        if (enrollment.Status != EnrollmentStatus.Active)
        {
            return unchanged;
        }

        if (signal is Signal.Entered)
        {
            return await RunAsync(plan, enrollment, 0, context.Now, context);
        }

        if (plan.Find(enrollment.StepId) is not { } position)
        {
            return new Decision(End(enrollment, EnrollmentStatus.Failed, context.Now, $"step '{enrollment.StepId}' is gone"), [], context.Contact);
        }

        if (signal is Signal.Happened { Event: var happened })
        {
            if (await LeavesAsync(plan, enrollment, happened, context) is { } left)
            {
                return new Decision(left, [], context.Contact);
            }

            return plan[position] switch
            {
                WaitForOp wait when wait.Event == happened.Type && happened.Time >= enrollment.StepStartedAt
                    => await RunAsync(plan, enrollment, position + 1, context.Now, context),

                // The date may have moved, or be known now.
                WaitUntilDateOp wait when happened.Type == EventTypes.ContactUpdated && Until(wait, context.Contact, context.Now, context.Zone) != enrollment.WakeAt
                    => await RunAsync(plan, enrollment, position, context.Now, context),
                _ => unchanged,
            };
        }

        if (enrollment.WakeAt is not { } wakeAt || wakeAt > context.Now)
        {
            return unchanged;
        }

        return plan[position] switch
        {
            SendOp => await RunAsync(plan, enrollment, position, enrollment.SendDueAt ?? wakeAt, context),
            WaitForOp wait => await RunAsync(plan, enrollment, wait.Else, wakeAt, context),
            _ => await RunAsync(plan, enrollment, position + 1, wakeAt, context),
        };
    }

    /// <summary>The enrollment as it is after an event that ends it, or null when the event does not.</summary>
    private static async ValueTask<Enrollment?> LeavesAsync(SequencePlan plan, Enrollment enrollment, BehaviorEvent happened, DecisionContext context)
    {
        // An order that was placed before the cart was given up, and is told late, ends the journey all the same.
        if (happened.Time < LooksBackTo(enrollment))
        {
            return null;
        }

        var seen = new EnteringEvent(happened.Type, happened.Time, happened.Data);
        if (plan.Definition.Goal is { } goal && goal.Event == happened.Type
            && (goal.Within is null || happened.Time <= goal.Within.After(enrollment.EnteredAt, context.Zone))
            && (goal.If is null || await context.Conditions.HoldsAsync(goal.If, context.Contact, seen, enrollment, context.Now)))
        {
            return End(enrollment, EnrollmentStatus.GoalReached, context.Now, $"goal: {happened.Type}");
        }

        if (plan.Definition.Exit.On.Contains(happened.Type))
        {
            return End(enrollment, EnrollmentStatus.Exited, context.Now, $"exit: {happened.Type}");
        }

        return plan.Definition.Exit.If is { } condition && await context.Conditions.HoldsAsync(condition, context.Contact, enrollment.EnteredBy, enrollment, context.Now)
            ? End(enrollment, EnrollmentStatus.Exited, context.Now, $"exit: {condition}")
            : null;
    }

    /// <summary>From when on an event can end the enrollment: for a left cart since it was left, else since the entering event.</summary>
    public static DateTimeOffset LooksBackTo(Enrollment enrollment)
        => enrollment.EnteredBy is not { } entered ? enrollment.EnteredAt
            : entered.Type == EventTypes.CartAbandoned && entered.Data.TryGetProperty("idleSince", out var since) && since.TryGetDateTimeOffset(out var idleSince) ? idleSince
            : entered.Time;

    /// <param name="plan">The version.</param>
    /// <param name="enrollment">The state.</param>
    /// <param name="position">Where to go on.</param>
    /// <param name="moment">When the step before was done: in time, the present; after a late wake-up the moment it was meant for.</param>
    /// <param name="context">What may be looked at.</param>
    private static async ValueTask<Decision> RunAsync(SequencePlan plan, Enrollment enrollment, int position, DateTimeOffset moment, DecisionContext context)
    {
        var mails = new List<MailDecision>();
        var referrals = new List<Referral>();
        var contact = context.Contact;
        var now = context.Now;

        // The moment of a send that already had its window applied must not be moved by it again.
        var sendDue = plan.End > position && plan[position] is SendOp waiting && waiting.StepId == enrollment.StepId ? enrollment.SendDueAt : null;
        Decision Rest(string stepId, DateTimeOffset wakeAt, DateTimeOffset? due = null)
            => Result(enrollment with { StepId = stepId, StepStartedAt = moment, WakeAt = wakeAt, SendDueAt = due });
        Decision Over(EnrollmentStatus status, string? reason) => Result(End(enrollment, status, now, reason));
        Decision Result(Enrollment after) => new(after, mails, contact) { Referrals = referrals };

        while (position < plan.End)
        {
            if (plan.Definition.Exit.If is { } exit && await context.Conditions.HoldsAsync(exit, contact, enrollment.EnteredBy, enrollment, now))
            {
                return Over(EnrollmentStatus.Exited, $"exit: {exit}");
            }

            switch (plan[position])
            {
                case WaitOp wait:
                    return Rest(wait.StepId, wait.Duration.After(moment, context.Zone) + Spread(wait, enrollment));

                case WaitUntilClockOp wait:
                    return Rest(wait.StepId, wait.Until.Next(moment, context.Zone));

                case WaitUntilDateOp wait:
                    var until = Until(wait, contact, moment, context.Zone);
                    if (until is null && wait.ExitWhenMissing)
                    {
                        return Over(EnrollmentStatus.Exited, $"no date in the attribute '{wait.Until.Attribute}'");
                    }

                    if (until > now)
                    {
                        return Rest(wait.StepId, until.Value);
                    }

                    moment = until > moment ? until.Value : moment;
                    position++;
                    break;

                case HoldoutOp holdout:
                    if (Chance(plan.Definition.Id, holdout.StepId, contact.Id, 100) < holdout.Percent)
                    {
                        return Over(EnrollmentStatus.HeldOut, $"held out at step '{holdout.StepId}'");
                    }

                    position++;
                    break;

                case WaitForOp wait:
                    return Rest(wait.StepId, wait.Timeout.After(moment, context.Zone));

                case SendOp send:
                    var window = plan.Definition.Window;
                    var due = sendDue ?? window?.Next(moment, context.Zone) ?? moment;
                    var opens = due > now ? due : window?.Next(now, context.Zone) ?? now;
                    var overdue = plan.Definition.Overdue.Skips(due, now);
                    if (opens > now && !overdue)
                    {
                        return Rest(send.StepId, opens, due);
                    }

                    mails.Add(new MailDecision(send.StepId, send.Template, overdue ? Consent.GateReasons.Overdue : null));
                    moment = now;
                    sendDue = null;
                    position++;
                    break;

                case SetOp set:
                    contact = set.Change.ApplyTo(contact, now);
                    position++;
                    break;

                case EnrollOp enroll:
                    referrals.Add(new Referral(enroll.StepId, enroll.Sequence, Enters: true));
                    position++;
                    break;

                case RemoveOp remove:
                    if (remove.Sequence == plan.Definition.Id)
                    {
                        return Over(EnrollmentStatus.Removed, $"step '{remove.StepId}'");
                    }

                    referrals.Add(new Referral(remove.StepId, remove.Sequence, Enters: false));
                    position++;
                    break;

                case BranchOp branch:
                    position = await context.Conditions.HoldsAsync(branch.Condition, contact, enrollment.EnteredBy, enrollment, now) ? position + 1 : branch.Else;
                    break;

                case SplitOp split:
                    position = Choose(split, plan.Definition.Id, contact.Id);
                    break;

                case JumpOp jump:
                    position = jump.Target;
                    break;
            }
        }

        return Over(EnrollmentStatus.Completed, null);
    }

    /// <summary>Ends an enrollment.</summary>
    public static Enrollment End(Enrollment enrollment, EnrollmentStatus status, DateTimeOffset now, string? reason)
        => enrollment with { Status = status, EndedAt = now, EndReason = reason, WakeAt = null, SendDueAt = null };

    private static int Choose(SplitOp split, string sequenceId, string contactId)
    {
        var point = Chance(sequenceId, split.StepId, contactId, split.Weight);
        foreach (var (upTo, target) in split.Branches)
        {
            if (point < upTo)
            {
                return target;
            }
        }

        return split.Branches[^1].Target;
    }

    private static DateTimeOffset? Until(WaitUntilDateOp wait, Contact contact, DateTimeOffset from, NodaTime.DateTimeZone zone)
        => contact.Attributes.TryGetValue(wait.Until.Attribute, out var date) ? wait.Until.Of(date, from, zone) : null;

    /// <summary>How much longer a wait is for this passage, in whole seconds.</summary>
    private static TimeSpan Spread(WaitOp wait, Enrollment enrollment)
        => wait.Spread is { } spread ? TimeSpan.FromSeconds(Chance(enrollment.JourneyId, wait.StepId, enrollment.Id, (int)spread.Approximate().TotalSeconds + 1)) : TimeSpan.Zero;

    /// <summary>
    /// A number from 0 to <paramref name="below"/> that depends on sequence, step and person only (for a spread, on the passage), so that the same contact
    /// always goes the same way and a simulation can be run again.
    /// </summary>
    private static int Chance(string sequenceId, string stepId, string who, int below)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{sequenceId}/{stepId}/{who}"), hash);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)below);
    }
}
