using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.InMemory;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Sequences.Migration;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Automail.Engine.Flow;

/// <summary>
/// Tells what would happen to one contact from now on, when nothing else happens to it: the same rules, gate and due queue as ever, on a copy of what is known of the contact and on virtual time.
/// It changes nothing, makes no mail and hands none over. Workflows are no part of it.
/// </summary>
/// <param name="store">Where state lives; it is only read.</param>
/// <param name="site">The site.</param>
/// <param name="conditions">Evaluates conditions.</param>
/// <param name="clock">The present.</param>
/// <param name="loggers">Logs.</param>
/// <param name="workflows">The host's workflows: the names that start some; null where there are none.</param>
public sealed class DryRun(IAutomailStore store, ISite site, IConditions conditions, TimeProvider clock, ILoggerFactory loggers, IWorkflows? workflows = null)
{
    /// <summary>After so many due items it stops; a passage of 500 steps comes to no more.</summary>
    private const int MaxItems = 2_000;

    private static readonly TimeSpan Farthest = TimeSpan.FromDays(3_660);

    /// <summary>Looks ahead.</summary>
    /// <returns>What would happen; null when there is no such contact.</returns>
    /// <exception cref="FieldException">The draft is wrong, or the horizon.</exception>
    public async Task<DryRunResult?> RunAsync(DryRunRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Horizon < TimeSpan.Zero || request.Horizon > Farthest)
        {
            throw new FieldException("horizon", "is not between no time and ten years.");
        }

        var now = clock.Now();
        if (await store.ReadAsync(unit => TakeAsync(unit, request), cancellationToken) is not { } copy)
        {
            return null;
        }

        using var memory = new InMemoryStore();
        await memory.ExecuteAsync(async unit => await copy.PutAsync(unit, await site.GetCartIdleTimesAsync(), now), cancellationToken);
        var time = VirtualClock.StandingAt(now);
        var catalog = new SequenceCatalog(memory, time, loggers.CreateLogger<SequenceCatalog>());
        await catalog.LoadAsync(cancellationToken);
        if (request.Draft is { } draft)
        {
            await catalog.PublishAsync(draft, cancellationToken);
        }

        var mails = new MailQueue(time);
        var runner = new SequenceRunner(memory, site, catalog, mails, conditions, time, workflows: workflows is null ? null : new Silent(workflows));
        var intake = new Intake(memory, site, time, [runner]);
        var nowhere = new Nowhere(site);
        var worker = new DueWorker(
            memory, time, [new CartChecks(memory, site, intake, time), runner, new MailSender(memory, new GateKeeper(site, time), nowhere, nowhere, time), new WebhookSender(memory, NoWebhooks.Instance, time)], loggers.CreateLogger<DueWorker>());

        var migrated = request.Migration is { } plan ? await MigrateAsync(memory, catalog, new PassageMover(site, catalog, mails, conditions, time, traces: true, workflows: null), plan, copy.Contact, cancellationToken) : [];
        EnrollResult? entered = request.Enter is { } sequence
            ? await memory.ExecuteAsync(async unit => await runner.EnrollAsync(unit, sequence, copy.Contact, request.Entering), cancellationToken)
            : null;
        var until = now + request.Horizon;
        var isCut = await AdvanceAsync(memory, worker, time, until, cancellationToken);
        var zone = WallClock.Zone(copy.Contact.TimeZone, (await site.GetProfileAsync()).TimeZone);
        return await memory.ReadAsync(unit => TellAsync(unit, catalog, copy, zone, now, until, entered, isCut), cancellationToken) with { Migrated = migrated };
    }

    private static async Task<ContactCopy?> TakeAsync(IUnitOfWork unit, DryRunRequest request)
    {
        if (request.Migration is not { } plan)
        {
            return await ContactCopy.TakeAsync(unit, request.ContactId);
        }

        var json = request.Draft ?? (await unit.Sequences.GetAsync(plan.SequenceId, plan.ToVersion))?.Json;
        return await ContactCopy.TakeAsync(unit, request.ContactId, plan, json is null ? [] : PassageMigrator.Ends(SequenceReader.Read(json)));
    }

    /// <summary>Moves the contact's passages as the plan would.</summary>
    private static async Task<IReadOnlyList<DryMigration>> MigrateAsync(
        InMemoryStore memory, SequenceCatalog catalog, PassageMover mover, MigrationPlan plan, Contact contact, CancellationToken cancellationToken)
        => await memory.ExecuteAsync(
            async unit =>
            {
                var complete = await plan.CompleteAsync(version => catalog.FindAsync(unit, plan.SequenceId, version));
                var run = await mover.BeginAsync(unit);
                var migrated = new List<DryMigration>();
                foreach (var passage in (await unit.Enrollments.ForContactAsync(contact.Id)).Where(passage => passage.JourneyId == plan.SequenceId).OrderBy(passage => passage.Id, StringComparer.Ordinal))
                {
                    var current = await unit.Contacts.GetAsync(contact.Id);
                    var (outcome, to) = await new PassageMigrator(catalog, mover).ApplyAsync(run, complete, passage, current, "");
                    migrated.Add(new DryMigration(contact, passage, outcome, to));
                }

                return migrated;
            },
            cancellationToken);

    /// <summary>Does everything at the moment at which it comes due.</summary>
    /// <returns>Whether it was too much.</returns>
    private static async Task<bool> AdvanceAsync(InMemoryStore memory, DueWorker worker, VirtualClock time, DateTimeOffset until, CancellationToken cancellationToken)
    {
        for (var items = 0; items < MaxItems;)
        {
            if (await memory.ReadAsync(unit => unit.Due.NextDueAsync(), cancellationToken) is not { } next || next > until)
            {
                return false;
            }

            time.AdvanceTo(next);
            items += Math.Max(await worker.RunOnceAsync(DueWorker.BatchSize, cancellationToken), 1);
        }

        return true;
    }

    private static async Task<DryRunResult> TellAsync(
        IUnitOfWork unit, SequenceCatalog catalog, ContactCopy copy, DateTimeZone zone, DateTimeOffset now, DateTimeOffset until, EnrollResult? entered, bool isCut)
    {
        var passages = (await unit.Enrollments.ForContactAsync(copy.Contact.Id)).Where(passage => passage.EndedAt is null || passage.EndedAt >= now).OrderBy(passage => passage.Id, StringComparer.Ordinal).ToList();
        var moments = passages.SelectMany(passage => TraceLog.Read(passage.Trace).Select(entry => new DryMoment(passage.JourneyId, passage.Version, passage.Id, entry))).OrderBy(moment => moment.Entry.Time).ToList();
        var mails = (await unit.Ledger.SearchAsync(new SendQuery(ContactId: copy.Contact.Id), 0, int.MaxValue)).Items
            .Where(mail => mail.Kind == SendKind.Mail && mail.State is not (SendState.Queued or SendState.Sending) && !copy.IsSettled(mail.Id))
            .OrderBy(mail => mail.UpdatedAt).ThenBy(mail => mail.Id, StringComparer.Ordinal)
            .Select(mail => new DryMail(mail.UpdatedAt, mail.Key.Journey, mail.EnrollmentId, mail.Key.Step, mail.Template, mail.State == SendState.Sent ? null : mail.Reason ?? "failed"))
            .Concat(moments.Where(moment => moment.Entry is { Kind: TraceKind.Mail, Note: GateReasons.PassedBefore })
                .Select(moment => new DryMail(moment.Entry.Time, moment.SequenceId, moment.EnrollmentId, moment.Entry.StepId!, moment.Entry.Text!, GateReasons.PassedBefore)))
            .OrderBy(mail => mail.Time);

        var assumptions = moments.Select(moment => moment.Entry switch
        {
            { Kind: TraceKind.WaitFor, Text: { } type } entry => new DryAssumption(DryAssumptionKind.WaitedForDoesNotCome, type, moment.SequenceId, entry.StepId, entry.Until),
            { Kind: TraceKind.Condition, Text: { } condition } entry when entry.Time > now => new DryAssumption(DryAssumptionKind.ConditionStays, condition, moment.SequenceId, entry.StepId),
            _ => null,
        }).OfType<DryAssumption>().ToList();
        foreach (var passage in passages)
        {
            if (moments.Exists(moment => moment.EnrollmentId == passage.Id) && await catalog.FindAsync(unit, passage) is { Definition: var definition })
            {
                assumptions.AddRange(definition.Exit.On.Select(type => new DryAssumption(DryAssumptionKind.NoExit, type, definition.Id)));
                if (definition.Goal is { } goal)
                {
                    assumptions.Add(new DryAssumption(DryAssumptionKind.NoGoal, goal.Event, definition.Id, Until: goal.Within?.After(passage.EnteredAt, zone)));
                }
            }
        }

        assumptions.AddRange(copy.Carts.Where(cart => cart.HasItems).Select(cart => new DryAssumption(DryAssumptionKind.CartStays, cart.CartId, "")));
        return new DryRunResult
        {
            From = now,
            Until = until,
            Entered = entered,
            Moments = moments,
            Mails = [.. mails],
            Passages = passages,
            Assumptions = [.. assumptions.Distinct()],
            IsCut = isCut,
        };
    }

    /// <summary>Knows the names of workflows, and starts none.</summary>
    private sealed class Silent(IWorkflows workflows) : IWorkflows
    {
        public Task OnEndedAsync(IUnitOfWork unit, Enrollment passage) => Task.CompletedTask;

        public ValueTask<bool> HearsAsync(string name) => workflows.HearsAsync(name);

        public Task StartAsync(IUnitOfWork unit, Enrollment passage, WorkflowStart start) => Task.CompletedTask;
    }

    /// <summary>Takes the place of what makes mail and takes it away: nothing is made, and all would be taken.</summary>
    private sealed class Nowhere(ISite site) : IMailComposer, IMailTransport
    {
        public int Concurrency => 1;

        public async Task<OutgoingMail> ComposeAsync(SendRecord record, Contact contact, Enrollment? enrollment, CancellationToken cancellationToken) => new()
        {
            SendId = record.Id,
            MessageId = record.Id,
            From = (await site.GetProfileAsync()).From,
            To = new Mailbox(record.Email!),
            Subject = "",
            Html = "",
            Text = "",
            Date = record.QueuedAt,
        };

        public Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => Task.FromResult(DeliveryResult.Accepted);
    }
}
