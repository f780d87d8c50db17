using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Sequences;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Automail.StoreContracts;

/// <summary>What becomes of the call of another system when its contact turns out to be somebody else, or is erased, while the call waits or is made.</summary>
public abstract class WebhookContract : StoreContract, IWebhooks
{
    private const string Visitor = "visitor-1";
    private const string Ann = "ann@example.org";

    private static readonly DateTimeOffset Start = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly WebhookResult Down = new(WebhookOutcome.TryAgain, "answered 500");

    private readonly VirtualClock _clock = VirtualClock.StandingAt(Start);
    private readonly List<WebhookCall> _calls = [];
    private Func<Task<WebhookResult>> _receive = () => Task.FromResult(WebhookResult.Delivered);
    private IAutomailStore _store = null!;
    private Intake _intake = null!;
    private DueWorker _worker = null!;
    private int _events;

    [Fact]
    public async Task A_call_that_waits_is_made_for_the_joined_contact_with_the_body_that_it_had()
    {
        await BeginAsync();
        await HappenAsync(Ann, EventTypes.ContactUpdated, """{"name":"Ann"}""");
        _receive = () => Task.FromResult(Down);
        await HappenAsync(Visitor, EventTypes.ProductViewed, """{"sku":"a"}""");
        await _worker.DrainAsync();
        var waiting = await RecordAsync();
        (waiting.State, waiting.Attempts).ShouldBe((SendState.Queued, 1));

        await JoinAsync();
        _receive = () => Task.FromResult(WebhookResult.Delivered);
        await AdvanceAsync(TimeSpan.FromDays(1));

        var ann = await ContactAsync(Ann);
        ann.Id.ShouldNotBe(waiting.ContactId);
        _calls.Select(call => (call.Id, call.Body)).Distinct().ShouldHaveSingleItem();
        _calls.Count.ShouldBe(2);
        KeyOf(_calls[1]).ShouldBe(waiting.ContactId, "of the contact that was known when the step was reached");
        var told = await RecordAsync();
        (told.State, told.ContactId, told.EnrollmentId, told.Body).ShouldBe((SendState.Sent, ann.Id, waiting.EnrollmentId, null));
        (await OfAsync(ann.Id)).ShouldHaveSingleItem().Id.ShouldBe(told.Id);
        (await _store.ReadAsync(unit => unit.Due.NextDueAsync())).ShouldBeNull();
        await IsCountedOnceAsync(StepFact.Sent);
    }

    [Fact]
    public async Task A_contact_that_is_joined_while_it_is_told_about_is_told_about_once()
    {
        await BeginAsync();
        await HappenAsync(Ann, EventTypes.ContactUpdated, """{"name":"Ann"}""");
        await HappenAsync(Visitor, EventTypes.ProductViewed, """{"sku":"a"}""");
        _receive = async () =>
        {
            await JoinAsync();
            return WebhookResult.Delivered;
        };

        await _worker.DrainAsync();
        await AdvanceAsync(TimeSpan.FromDays(2));

        _calls.ShouldHaveSingleItem();
        var ann = await ContactAsync(Ann);
        var told = await RecordAsync();
        (told.State, told.ContactId).ShouldBe((SendState.Sent, ann.Id), "our note of the call does not undo the joining");
        await IsCountedOnceAsync(StepFact.Sent);
    }

    [Fact]
    public async Task Of_two_passages_that_become_one_each_call_that_was_asked_for_is_made()
    {
        await BeginAsync();
        _receive = () => Task.FromResult(Down);
        await HappenAsync(Ann, EventTypes.ProductViewed, """{"sku":"a"}""");
        await HappenAsync(Visitor, EventTypes.ProductViewed, """{"sku":"b"}""");
        await _worker.DrainAsync();
        var visitor = (await OfAsync(null)).Select(record => record.ContactId).Except([(await ContactAsync(Ann)).Id]).ShouldHaveSingleItem();

        await JoinAsync();
        _receive = () => Task.FromResult(WebhookResult.Delivered);
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        var ann = await ContactAsync(Ann);
        (await OfAsync(ann.Id)).Select(record => record.State).ShouldBe([SendState.Sent, SendState.Sent]);
        (await _store.ReadAsync(unit => unit.Enrollments.ForContactAsync(ann.Id))).Select(passage => passage.Status).ShouldBe([EnrollmentStatus.Active, EnrollmentStatus.Removed], ignoreOrder: true);
        _calls.TakeLast(2).Select(KeyOf).ShouldBe([Ann, visitor], ignoreOrder: true);
    }

    [Fact]
    public async Task Nothing_more_is_told_about_a_contact_that_was_erased_while_the_call_waited()
    {
        await BeginAsync();
        _receive = () => Task.FromResult(Down);
        await HappenAsync(Ann, EventTypes.ProductViewed, """{"sku":"a"}""");
        await _worker.DrainAsync();

        await EraseAsync();
        await AdvanceAsync(TimeSpan.FromDays(2));

        _calls.Count.ShouldBe(1);
        var record = await RecordAsync();
        (record.State, record.Reason, record.Body).ShouldBe((SendState.Skipped, GateReasons.ContactGone, null));
        (await _store.ReadAsync(unit => unit.Due.NextDueAsync())).ShouldBeNull();
        await IsCountedOnceAsync(StepFact.Skipped, GateReasons.ContactGone);
    }

    [Theory]
    [InlineData(WebhookOutcome.Delivered, SendState.Sent)]
    [InlineData(WebhookOutcome.TryAgain, SendState.Skipped)]
    public async Task What_was_told_about_a_contact_that_is_erased_meanwhile_is_recorded_and_not_told_again(WebhookOutcome outcome, SendState state)
    {
        await BeginAsync();
        await HappenAsync(Ann, EventTypes.ProductViewed, """{"sku":"a"}""");
        _receive = async () =>
        {
            await EraseAsync();
            return new WebhookResult(outcome, outcome == WebhookOutcome.Delivered ? null : "answered 500");
        };

        await _worker.DrainAsync();
        await AdvanceAsync(TimeSpan.FromDays(2));

        _calls.Count.ShouldBe(1);
        var record = await RecordAsync();
        (record.State, record.Body, record.Attempts).ShouldBe((state, null, 1));
    }

    public async Task<WebhookResult> CallAsync(WebhookCall call, CancellationToken cancellationToken)
    {
        _calls.Add(call);
        return await _receive();
    }

    private async Task BeginAsync()
    {
        _store = await NewStoreAsync();
        var site = new FixedSite(new SiteProfile { Name = "Shop", Url = "https://shop.example", From = new Mailbox("shop@shop.example") });
        var catalog = new SequenceCatalog(_store, _clock, NullLogger<SequenceCatalog>.Instance);
        var runner = new SequenceRunner(_store, site, catalog, new MailQueue(_clock), new Never(), _clock);
        _intake = new Intake(_store, site, _clock, [runner]);
        _worker = new DueWorker(_store, _clock, [runner, new WebhookSender(_store, this, _clock)], NullLogger<DueWorker>.Instance);
        await catalog.PublishAsync("""{ "id": "wh", "trigger": { "event": "product.viewed" }, "steps": [ { "id": "h", "webhook": "https://crm.example/hook" }, { "id": "w", "wait": "PT12H" } ] }""");
    }

    private Task<IntakeResult> HappenAsync(string subject, string type, string data)
        => _intake.AcceptAsync([new BehaviorEvent("shop", $"e{++_events}", type, subject, _clock.GetUtcNow(), Some.Json(data))]);

    /// <summary>The visitor turns out to be Ann.</summary>
    private Task<IntakeResult> JoinAsync() => HappenAsync(Visitor, EventTypes.ContactUpdated, $$"""{"email":"{{Ann}}"}""");

    private async Task EraseAsync()
    {
        var ann = await ContactAsync(Ann);
        await _store.ExecuteAsync(unit => unit.Contacts.RemoveAsync(ann.Id));
    }

    private async Task AdvanceAsync(TimeSpan by)
    {
        var until = _clock.GetUtcNow() + by;
        while (await _store.ReadAsync(unit => unit.Due.NextDueAsync()) is { } next && next <= until)
        {
            _clock.AdvanceTo(next);
            await _worker.DrainAsync();
        }

        _clock.AdvanceTo(until);
    }

    private async Task<Contact> ContactAsync(string email) => (await _store.ReadAsync(unit => unit.Contacts.FindAsync(new ContactIdentity(IdentityKind.Email, email)))).ShouldNotBeNull();

    private async Task<IReadOnlyList<SendRecord>> OfAsync(string? contactId) => (await _store.ReadAsync(unit => unit.Ledger.SearchAsync(new SendQuery(ContactId: contactId), 0, 10))).Items;

    private async Task<SendRecord> RecordAsync() => (await OfAsync(null)).ShouldHaveSingleItem();

    private async Task IsCountedOnceAsync(StepFact fact, string detail = "")
        => (await _store.ReadAsync(unit => unit.Tallies.OfAsync("wh"))).Where(tally => tally is { StepId: "h", Fact: not StepFact.Passed }).ShouldBe([new StepTally(1, "h", fact, detail, 1)]);

    private static string? KeyOf(WebhookCall call)
    {
        using var body = JsonDocument.Parse(call.Body);
        return body.RootElement.GetProperty("data").GetProperty("contact").GetProperty("key").GetString();
    }

    private sealed class Never : IConditions
    {
        public ValueTask<bool> HoldsAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now) => ValueTask.FromResult(false);
    }
}
