using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;

namespace Automail.Engine.Sequences;

/// <content>Going on, step by step, until there is something to wait for.</content>
public static partial class SequenceRules
{
    /// <param name="plan">The version.</param>
    /// <param name="enrollment">The state.</param>
    /// <param name="position">Where to go on.</param>
    /// <param name="moment">When the step before was done: in time, the present; after a late wake-up the moment it was meant for.</param>
    /// <param name="context">What may be looked at.</param>
    /// <param name="tracer">Notes what is decided.</param>
    /// <param name="skipped">Mails that were decided on before, not to be sent.</param>
    private static async ValueTask<Decision> RunAsync(SequencePlan plan, Enrollment enrollment, int position, DateTimeOffset moment, DecisionContext context, Tracer tracer, params MailDecision[] skipped)
    {
        var mails = new List<MailDecision>(skipped);
        var referrals = new List<Referral>();
        var workflows = new List<WorkflowStart>();
        var notices = new List<NoticeDecision>();
        var webhooks = new List<WebhookDecision>();
        var passed = new List<StepPass>();
        var contact = context.Contact;
        var now = context.Now;
        if (plan.Find(enrollment.StepId) is { } rested && rested != position)
        {
            Pass(rested);
        }

        // The moment of a send that already had its window applied must not be moved by it again.
        var sendDue = plan.End > position && plan[position] is SendOp waiting && waiting.StepId == enrollment.StepId ? enrollment.SendDueAt : null;
        Decision Rest(TraceKind kind, string stepId, DateTimeOffset wakeAt, string? text = null, DateTimeOffset? due = null)
        {
            tracer.Add(kind, stepId, text, until: wakeAt);
            return Result(enrollment with { StepId = stepId, StepStartedAt = moment, WakeAt = wakeAt, SendDueAt = due });
        }

        Decision Over(EnrollmentStatus status, string? reason, string? stepId = null)
        {
            tracer.Add(TraceKind.Ended, stepId, status.ToString(), reason);
            return Result(Finish(enrollment, status, now, reason)) with { LeftAt = position < plan.End && plan[position] is not JumpOp ? plan[position].StepId : null };
        }

        Decision Result(Enrollment after) => new(after, mails, contact) { Referrals = referrals, Workflows = workflows, Notices = notices, Webhooks = webhooks, Passed = passed };

        // What became of a mail is known from the ledger.
        void Pass(int from)
        {
            if (plan[from] is not (SendOp or JumpOp))
            {
                passed.Add(new StepPass(plan[from].StepId, Way(plan[from], from, position)));
            }
        }

        for (var from = position; position < plan.End; Pass(from))
        {
            from = position;
            if (plan.Definition.Exit.If is { } exit && await tracer.HoldsAtAsync("exit.if", exit, contact, enrollment.EnteredBy, enrollment))
            {
                return Over(EnrollmentStatus.Exited, $"exit: {exit}");
            }

            switch (plan[position])
            {
                case WaitOp wait:
                    return Rest(TraceKind.Wait, wait.StepId, wait.Duration.After(moment, context.Zone) + Spread(wait, enrollment));

                case WaitUntilClockOp wait:
                    return Rest(TraceKind.Wait, wait.StepId, wait.Until.Next(moment, context.Zone));

                case WaitUntilDateOp wait:
                    var until = Until(wait, contact, moment, context.Zone);
                    if (until is null && wait.ExitWhenMissing)
                    {
                        return Over(EnrollmentStatus.Exited, $"no date in the attribute '{wait.Until.Attribute}'", wait.StepId);
                    }

                    if (until > now)
                    {
                        return Rest(TraceKind.Wait, wait.StepId, until.Value);
                    }

                    moment = until > moment ? until.Value : moment;
                    position++;
                    break;

                case HoldoutOp holdout:
                    if (Chance(plan.Definition.Id, holdout.StepId, contact.Id, 100) < holdout.Percent)
                    {
                        return Over(EnrollmentStatus.HeldOut, $"held out at step '{holdout.StepId}'", holdout.StepId);
                    }

                    tracer.Add(TraceKind.PassedHoldout, holdout.StepId);
                    position++;
                    break;

                case WaitForOp wait:
                    return Rest(TraceKind.WaitFor, wait.StepId, wait.Timeout.After(moment, context.Zone), wait.Event);

                case SendOp send when context.WasDecided is { } wasDecided && await wasDecided(send.StepId):
                    tracer.Add(TraceKind.Mail, send.StepId, send.Template, GateReasons.PassedBefore);
                    sendDue = null;
                    position++;
                    break;

                case SendOp send:
                    var window = plan.Definition.Window;
                    var due = sendDue ?? window?.Next(moment, context.Zone) ?? moment;
                    var opens = due > now ? due : window?.Next(now, context.Zone) ?? now;
                    var overdue = plan.Definition.Overdue.Skips(due, now);
                    if (opens > now && !overdue)
                    {
                        return Rest(TraceKind.Window, send.StepId, opens, send.Template, due);
                    }

                    var skip = overdue ? GateReasons.Overdue : null;
                    mails.Add(new MailDecision(send.StepId, send.Template, skip));
                    tracer.Add(TraceKind.Mail, send.StepId, send.Template, skip);
                    moment = now;
                    sendDue = null;
                    position++;
                    break;

                case SetOp set:
                    contact = set.Change.ApplyTo(contact, now);
                    tracer.Add(TraceKind.Changed, set.StepId, Said(set.Change));
                    position++;
                    break;

                case EnrollOp enroll:
                    referrals.Add(new Referral(enroll.StepId, enroll.Sequence, Enters: true));
                    tracer.Add(TraceKind.Enroll, enroll.StepId, enroll.Sequence);
                    position++;
                    break;

                case RemoveOp remove:
                    if (remove.Sequence == plan.Definition.Id)
                    {
                        return Over(EnrollmentStatus.Removed, $"step '{remove.StepId}'", remove.StepId);
                    }

                    referrals.Add(new Referral(remove.StepId, remove.Sequence, Enters: false));
                    tracer.Add(TraceKind.Remove, remove.StepId, remove.Sequence);
                    position++;
                    break;

                case StartWorkflowOp start:
                    workflows.Add(new WorkflowStart(start.StepId, start.Workflow));
                    tracer.Add(TraceKind.StartWorkflow, start.StepId, start.Workflow, context.HearsWorkflow is null ? WorkflowStart.NotHere : await context.HearsWorkflow(start.Workflow) ? null : WorkflowStart.Unheard);
                    position++;
                    break;

                case NotifyOp notify:
                    if (await TellAsync(notify, contact, enrollment, context, tracer) is { } notice)
                    {
                        notices.Add(notice);
                    }

                    position++;
                    break;

                case WebhookOp webhook:
                    if (await CallAsync(webhook, contact, context, tracer) is { } call)
                    {
                        webhooks.Add(call);
                    }

                    position++;
                    break;

                case BranchOp branch:
                    position = await tracer.HoldsAsync(branch.StepId, branch.Condition, contact, enrollment) ? position + 1 : branch.Else;
                    break;

                case SplitOp split:
                    var way = Choose(split, plan.Definition.Id, contact.Id);
                    tracer.Add(TraceKind.Split, split.StepId, $"{way + 1}");
                    position = split.Branches[way].Target;
                    break;

                case JumpOp jump:
                    position = jump.Target;
                    break;
            }
        }

        return Over(EnrollmentStatus.Completed, null);
    }

    /// <summary>Which way a passage took from a step.</summary>
    private static string Way(Op op, int from, int to) => op switch
    {
        BranchOp branch => to == branch.Else ? StepWay.Else : StepWay.Then,
        WaitForOp wait => to == wait.Else ? StepWay.TimedOut : to == from + 1 ? StepWay.Happened : StepWay.Only,
        SplitOp split => $"{split.Branches.ToList().FindIndex(branch => branch.Target == to) + 1}",
        _ => StepWay.Only,
    };

    /// <summary>Which branch, from 0.</summary>
    private static int Choose(SplitOp split, string sequenceId, string contactId)
    {
        var point = Chance(sequenceId, split.StepId, contactId, split.Weight);
        var way = 0;
        while (point >= split.Branches[way].UpTo)
        {
            way++;
        }

        return way;
    }

    /// <summary>A change in a few words.</summary>
    private static string Said(ProfileChange change)
        => string.Join(", ", change.AddTags.Select(tag => $"+{tag}").Concat(change.RemoveTags.Select(tag => $"-{tag}")).Concat(change.Attributes.Select(value => $"{value.Key}={value.Value.GetRawText()}")));

    private static DateTimeOffset? Until(WaitUntilDateOp wait, Contact contact, DateTimeOffset from, NodaTime.DateTimeZone zone)
        => contact.Attributes.TryGetValue(wait.Until.Attribute, out var date) ? wait.Until.Of(date, from, zone) : null;

    /// <summary>How much longer a wait is for this passage, in whole seconds.</summary>
    private static TimeSpan Spread(WaitOp wait, Enrollment enrollment)
        => wait.Spread is { } spread ? TimeSpan.FromSeconds(Chance(enrollment.JourneyId, wait.StepId, enrollment.Id, (int)spread.Approximate().TotalSeconds + 1)) : TimeSpan.Zero;

    /// <summary>
    /// A number from 0 to <paramref name="below"/> that depends on sequence, step and person only (for a spread, on the passage), so that the same contact
    /// always goes the same way and a simulation can be run again. It is the same part of <paramref name="below"/> whatever that is: weights of 1 and 1 divide people as 50 and 50 do, and where a weight
    /// grows, nobody is lost to it who had it before.
    /// </summary>
    private static int Chance(string sequenceId, string stepId, string who, int below)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{sequenceId}/{stepId}/{who}"), hash);
        return (int)(((UInt128)BinaryPrimitives.ReadUInt64BigEndian(hash) * (ulong)below) >> 64);
    }
}
