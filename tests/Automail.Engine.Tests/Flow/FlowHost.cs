using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.Flow;
using Automail.Engine.InMemory;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Automail.Engine.Tracking;
using Microsoft.Extensions.Logging.Abstractions;

namespace Automail.Engine.Tests.Flow;

/// <summary>The pipeline on virtual time, with a composer that only names the mail and a transport that keeps it.</summary>
internal sealed class FlowHost : IMailComposer, IMailTransport, IWebhooks
{
    public static readonly DateTimeOffset Start = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly TimeProvider _time;
    private int _nextEvent;

    public FlowHost(SiteProfile? profile = null, IAutomailStore? store = null, TimeProvider? clock = null)
    {
        _time = clock ?? Clock;
        Store = store ?? new InMemoryStore();
        Pipeline = new Pipeline(new PipelineParts
        {
            Store = Store,
            Site = new FixedSite(profile ?? Profile),
            Clock = _time,
            Liquid = new TinyLiquid(),
            Composer = this,
            Transport = this,
            Tokens = Tokens,
            Workflows = Workflows,
            Webhooks = this,
            Loggers = NullLoggerFactory.Instance,
        });
    }

    /// <summary>What the host's workflows heard; the name "Call" is the one that starts some.</summary>
    public HeardWorkflows Workflows { get; } = new();

    public static SiteProfile Profile => new() { Name = "Shop", Url = "https://shop.example", From = new Mailbox("shop@shop.example", "Shop") };

    public VirtualClock Clock { get; } = VirtualClock.StandingAt(Start);

    public IAutomailStore Store { get; }

    public Pipeline Pipeline { get; }

    public TokenProtector Tokens { get; } = new(new byte[32]);

    public List<(DateTimeOffset Time, string To, string Template, string MessageId)> Sent { get; } = [];

    /// <summary>The mails to the team that left, by step.</summary>
    public List<(DateTimeOffset Time, string Step, OutgoingMail Mail)> Notices { get; } = [];

    /// <summary>The calls of other systems, the failed ones too.</summary>
    public List<WebhookCall> Calls { get; } = [];

    /// <summary>The steps that told others, with the moments at which they succeeded.</summary>
    public List<Sequences.PlainMail> Told { get; } = [];

    /// <summary>What receivers answer.</summary>
    public Func<WebhookCall, WebhookResult> Receive { get; set; } = _ => WebhookResult.Delivered;

    public Func<OutgoingMail, DeliveryResult> Answer { get; set; } = _ => DeliveryResult.Accepted;

    public int Concurrency => 1;

    public Task<OutgoingMail> ComposeAsync(SendRecord record, Contact contact, Enrollment? enrollment, CancellationToken cancellationToken)
        => record.Kind == SendKind.Notice
        ? new MailComposer(null!, null!, Tokens, new FixedSite(Profile), Store, Clock).ComposeAsync(record, contact, enrollment, cancellationToken)
        : Task.FromResult(new OutgoingMail
        {
            SendId = record.Id,
            MessageId = record.Id + "@shop.example",
            From = Profile.From,
            To = new Mailbox(contact.Email!),
            Subject = record.Template,
            Html = "",
            Text = "",
            Date = Clock.GetUtcNow(),
        });

    public async Task<DeliveryResult> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var result = Answer(mail);
        var record = (await Store.ReadAsync(unit => unit.Ledger.GetAsync([mail.SendId]), Token))[mail.SendId];
        if (record.Kind == SendKind.Notice && result.Outcome == DeliveryOutcome.Accepted)
        {
            Notices.Add((Clock.GetUtcNow(), record.Key.Step, mail));
            Told.Add(new Sequences.PlainMail(Clock.GetUtcNow().UtcDateTime, record.Key.Step));
            return result;
        }

        if (result.Outcome == DeliveryOutcome.Accepted)
        {
            Sent.Add((Clock.GetUtcNow(), mail.To.Address, mail.Subject, mail.MessageId));
        }

        return result;
    }

    public async Task<WebhookResult> CallAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        Calls.Add(call);
        var result = Receive(call);
        if (result.Outcome == WebhookOutcome.Delivered)
        {
            Told.Add(new Sequences.PlainMail(Clock.GetUtcNow().UtcDateTime, (await Store.ReadAsync(unit => unit.Ledger.GetAsync([call.Id]), Token))[call.Id].Key.Step));
        }

        return result;
    }

    public Task PublishAsync(string json) => Pipeline.Sequences.PublishAsync(json, Token);

    public Task RegisterAsync(string email, bool consent = true, string? subject = null)
        => HappenAsync(subject ?? email, EventTypes.UserRegistered, consent
            ? new { email, consent = new { purpose = "marketing", source = "form", textVersion = "1" } }
            : new { email });

    public Task FillCartAsync(string subject, decimal price = 30, string cartId = "c1", DateTimeOffset? time = null)
        => HappenAsync(subject, EventTypes.CartUpdated, new { cartId, currency = "EUR", items = price == 0 ? [] : new[] { new { sku = "a", name = "A", quantity = 1, price } } }, time);

    public Task OrderAsync(string subject, DateTimeOffset? time = null)
        => HappenAsync(subject, EventTypes.OrderPlaced, new { orderId = $"o{_nextEvent}", currency = "EUR", total = 30 }, time);

    public Task<IntakeResult> HappenAsync(string subject, string type, object data, DateTimeOffset? time = null, string? id = null)
        => Pipeline.Intake.AcceptAsync(
            [new BehaviorEvent("test", id ?? $"e{_nextEvent++}", type, subject, time ?? _time.GetUtcNow(), JsonSerializer.SerializeToElement(data))], Token);

    /// <summary>Moves time on, doing everything at the moment at which it comes due.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var until = Clock.GetUtcNow() + by;
        while (await Store.ReadAsync(unit => unit.Due.NextDueAsync(), Token) is { } next && next <= until)
        {
            Clock.AdvanceTo(next);
            await Pipeline.Worker.DrainAsync(Token);
        }

        Clock.AdvanceTo(until);
    }

    public Task<Contact?> ContactAsync(string subject) => Store.ReadAsync(unit => unit.Contacts.FindAsync(ContactIdentity.FromSubject(subject)), Token);

    public async Task<IReadOnlyList<SendRecord>> LedgerAsync()
        => (await Store.ReadAsync(unit => unit.Ledger.SearchAsync(new SendQuery(), 0, 1_000), Token)).Items;

    public async Task<IReadOnlyList<Enrollment>> EnrollmentsAsync(string subject)
    {
        var contact = await ContactAsync(subject);
        return await Store.ReadAsync(unit => unit.Enrollments.ForContactAsync(contact!.Id), Token);
    }

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;
}
