using Automail.Engine.Behavior;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Automail.Engine;

/// <summary>What a host brings to the engine.</summary>
public sealed record PipelineParts
{
    /// <summary>Where state lives.</summary>
    public required IAutomailStore Store { get; init; }

    /// <summary>The site.</summary>
    public required ISite Site { get; init; }

    /// <summary>The present, real or virtual.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Liquid.</summary>
    public required ILiquid Liquid { get; init; }

    /// <summary>Makes mail.</summary>
    public required IMailComposer Composer { get; init; }

    /// <summary>Takes mail away.</summary>
    public required IMailTransport Transport { get; init; }

    /// <summary>The tokens of links.</summary>
    public required ITokenProtector Tokens { get; init; }

    /// <summary>The host's workflows; null where there are none.</summary>
    public IWorkflows? Workflows { get; init; }

    /// <summary>Calls webhooks. Where nothing is to be called, in simulations for instance, nothing is.</summary>
    public IWebhooks Webhooks { get; init; } = NoWebhooks.Instance;

    /// <summary>Whether every decision about a passage is kept with it. Simulations of many people go without.</summary>
    public bool KeepTraces { get; init; } = true;

    /// <summary>Logs.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}

/// <summary>
/// The whole flow on one screen, as a host without a container puts it together:
/// <code>
/// event -> Intake (contact, cart, log: one transaction) -> SequenceRunner (who enters, who moves on, who leaves)
///            |                                                 |
///            v                                                 v
///          due queue "date" -> DateTriggers; "schedule" -> ScheduleTriggers -> "sweep" -> ContactSweeps (who enters)
///          due queue "cart" -> CartChecks -> cart.abandoned   due queue "step" -> SequenceRunner -> MailQueue (ledger)
///                                                              |                                     |
///                                        due queue "webhook" -> WebhookSender -> another system      |
///   recipient &lt;- transport &lt;- composer &lt;- GateKeeper &lt;- MailSender &lt;- due queue "mail" &lt;--------------+
///       |
///       +-> Responses (click, unsubscribe) -> events again
/// </code>
/// </summary>
public sealed class Pipeline
{
    /// <summary>Puts the parts together.</summary>
    public Pipeline(PipelineParts parts)
    {
        var (store, site, clock) = (parts.Store, parts.Site, parts.Clock);
        Conditions = new LiquidConditions(parts.Liquid, site);
        Sequences = new SequenceCatalog(store, clock, parts.Loggers.CreateLogger<SequenceCatalog>(), site);
        Mails = new MailQueue(clock);
        Gate = new GateKeeper(site, clock);
        Runner = new SequenceRunner(store, site, Sequences, Mails, Conditions, clock, parts.KeepTraces, parts.Workflows);
        Control = new PassageControl(store, site, Sequences, Mails, Conditions, clock, parts.Workflows);
        DryRun = new DryRun(store, site, Conditions, clock, parts.Loggers, parts.Workflows);
        Migrations = new MigrationDesk(store, Sequences, DryRun, clock);
        Intake = new Intake(store, site, clock, [Runner]);
        Responses = new Responses(store, Intake, parts.Tokens, clock);
        Views = new MailViews(store, parts.Composer, parts.Tokens);
        Desk = new OperatorDesk(store, Intake, clock);
        Enrollments = new EnrollmentDesk(store, Sequences, Runner, clock);
        Worker = new DueWorker(
            store,
            clock,
            [
                new CartChecks(store, site, Intake, clock), Runner, new MigrationRunner(store, site, Sequences, Mails, Conditions, clock, parts.Workflows), new DateTriggers(store, Sequences, Runner, clock), new ScheduleTriggers(store, site, Sequences, clock),
                new ContactSweeps(store, Sequences, Runner, Conditions, clock), new MailSender(store, Gate, parts.Composer, parts.Transport, clock),
                new WebhookSender(store, parts.Webhooks, clock),
            ],
            parts.Loggers.CreateLogger<DueWorker>());
    }

    /// <summary>Where events come in.</summary>
    public Intake Intake { get; }

    /// <summary>The sequences; to be loaded before events come in.</summary>
    public SequenceCatalog Sequences { get; }

    /// <summary>Moves people through sequences; puts them in and takes them out.</summary>
    public SequenceRunner Runner { get; }

    /// <summary>Stops passages, lets them go on, skip or end.</summary>
    public PassageControl Control { get; }

    /// <summary>Tells what would happen to a contact from now on.</summary>
    public DryRun DryRun { get; }

    /// <summary>Where people stand in versions, and how they move between them.</summary>
    public MigrationDesk Migrations { get; }

    /// <summary>The conditions, to check them before publishing.</summary>
    public LiquidConditions Conditions { get; }

    /// <summary>Where mails are asked for.</summary>
    public MailQueue Mails { get; }

    /// <summary>Who may get mail.</summary>
    public GateKeeper Gate { get; }

    /// <summary>What recipients do.</summary>
    public Responses Responses { get; }

    /// <summary>Shows mails in a browser.</summary>
    public MailViews Views { get; }

    /// <summary>What operators decide.</summary>
    public OperatorDesk Desk { get; }

    /// <summary>Puts contacts into sequences for other programs.</summary>
    public EnrollmentDesk Enrollments { get; }

    /// <summary>Does what is due.</summary>
    public DueWorker Worker { get; }
}
