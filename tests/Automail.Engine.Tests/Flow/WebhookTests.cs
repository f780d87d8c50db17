using System.Text.Json;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Flow;

/// <summary>The step that calls another system.</summary>
public sealed class WebhookTests
{
    private const string Ann = "ann@example.org";
    private const string Step = """{"id":"h","webhook":"https://crm.example/hook"}""";

    private static readonly WebhookResult Down = new(WebhookOutcome.TryAgain, "answered 500");

    private readonly FlowHost _host = new();

    [Fact]
    public async Task The_body_says_what_was_known_when_the_step_was_reached()
    {
        await PublishAsync("""{"id":"a","set":{"tags":{"add":["before"]}}},{"id":"h","webhook":"https://crm.example/hook"},{"id":"b","set":{"tags":{"add":["after"]}}}""");
        await _host.HappenAsync(Ann, "contact.updated", new { name = "Ann", locale = "nl", attributes = new { plan = "gold" } });
        await HappenAsync();
        await _host.HappenAsync(Ann, "contact.updated", new { name = "Somebody else" });

        await DrainAsync();
        await DrainAsync();

        var call = _host.Calls.ShouldHaveSingleItem();
        call.Url.ShouldBe("https://crm.example/hook");
        call.Time.ShouldBe(FlowHost.Start);
        var body = JsonDocument.Parse(call.Body).RootElement;
        (Text(body, "specversion"), Text(body, "id"), Text(body, "type"), Text(body, "source"), body.GetProperty("time").GetDateTimeOffset())
            .ShouldBe(("1.0", call.Id, "sequence.webhook", "https://shop.example", FlowHost.Start));
        var data = body.GetProperty("data");
        (Text(data, "sequence"), data.GetProperty("version").GetInt32(), Text(data, "step")).ShouldBe(("s", 1, "h"));
        var contact = data.GetProperty("contact");
        (Text(contact, "key"), Text(contact, "email"), Text(contact, "name"), Text(contact, "locale")).ShouldBe((Ann, Ann, "Ann", "nl"));
        contact.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["before"]);
        contact.GetProperty("attributes").GetProperty("plan").GetString().ShouldBe("gold");
        data.GetProperty("event").GetProperty("data").GetProperty("sku").GetString().ShouldBe("a");
        (await _host.ContactAsync(Ann))!.Tags.ShouldContain("after");
        (await RecordAsync()).Body.ShouldBeNull();
    }

    [Fact]
    public async Task It_is_tried_for_about_a_day_with_growing_pauses_and_the_same_id_and_then_given_up()
    {
        await PublishAsync(Step);
        _host.Receive = _ => Down;
        await HappenAsync();

        await _host.AdvanceAsync(TimeSpan.FromDays(3));

        _host.Calls.Count.ShouldBe(9);
        _host.Calls.Select(call => (call.Id, call.Body)).Distinct().Count().ShouldBe(1);
        double[] pauses = [10, 60, 300, 1_800, 7_200, 18_000, 28_800, 28_800];
        for (var i = 0; i < pauses.Length; i++)
        {
            (_host.Calls[i + 1].Time - _host.Calls[i].Time).TotalSeconds.ShouldBeInRange(pauses[i], pauses[i] * 1.1 + 0.001);
        }

        (_host.Calls[^1].Time - FlowHost.Start).TotalHours.ShouldBeInRange(23.5, 26);
        var record = await RecordAsync();
        (record.State, record.Reason, record.Attempts).ShouldBe((SendState.Failed, "answered 500", 9));
        var passage = (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem();
        var told = (await _host.Store.ReadAsync(unit => PassageTrace.ReadAsync(unit, passage.Id), Token)).Single(one => one.Entry.Kind == TraceKind.Webhook);
        (told.Entry.Text, told.Mail!.Id).ShouldBe(("https://crm.example/hook", record.Id));

        _host.Receive = _ => WebhookResult.Delivered;
        (await _host.Pipeline.Desk.SendAgainAsync(record.Id, "anna", "they are back", Token)).ShouldBeTrue();
        await DrainAsync();
        (await RecordAsync()).State.ShouldBe(SendState.Sent);
    }

    [Fact]
    public async Task The_moments_of_the_tries_are_the_same_each_time()
    {
        var moments = new List<List<DateTimeOffset>>();
        for (var i = 0; i < 2; i++)
        {
            var host = new FlowHost { Receive = _ => Down };
            await host.PublishAsync($$"""{ "id":"s", "trigger":{"event":"product.viewed"}, "steps":[{{Step}}] }""");
            await host.HappenAsync(Ann, "product.viewed", new { sku = "a" });
            await host.AdvanceAsync(TimeSpan.FromDays(2));
            moments.Add([.. host.Calls.Select(call => call.Time)]);
        }

        moments[0].ShouldBe(moments[1]);
    }

    [Fact]
    public async Task A_refusal_ends_it_at_once()
    {
        await PublishAsync(Step);
        _host.Receive = _ => new WebhookResult(WebhookOutcome.Refused, "answered 410");
        await HappenAsync();
        await _host.AdvanceAsync(TimeSpan.FromDays(3));
        _host.Calls.Count.ShouldBe(1);
        ((await RecordAsync()).State, (await RecordAsync()).Reason).ShouldBe((SendState.Failed, "answered 410"));
    }

    [Theory]
    [InlineData(120, 120)]
    [InlineData(1, 10)]
    [InlineData(1_000_000, 3_600)]
    public async Task A_receiver_is_left_alone_as_long_as_it_asks_within_bounds(int asked, int expected)
    {
        await PublishAsync(Step);
        _host.Receive = _ => _host.Calls.Count == 1 ? new WebhookResult(WebhookOutcome.TryAgain, "answered 429") { RetryAfter = TimeSpan.FromSeconds(asked) } : WebhookResult.Delivered;
        await HappenAsync();
        await _host.AdvanceAsync(TimeSpan.FromHours(2));
        (_host.Calls[1].Time - _host.Calls[0].Time).TotalSeconds.ShouldBeInRange(expected, expected * 1.1 + 0.001);
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_is_not_tried_for_each_waiting_call_and_others_are_called()
    {
        await PublishAsync(Step);
        await _host.PublishAsync("""{ "id":"other", "trigger":{"event":"product.viewed"}, "steps":[{"id":"h","webhook":"https://other.example/hook"}] }""");
        _host.Receive = call => call.Url.Contains("crm", StringComparison.Ordinal) ? new WebhookResult(WebhookOutcome.TryAgain, "no connection") { IsUnreachable = true } : WebhookResult.Delivered;
        for (var i = 0; i < 40; i++)
        {
            await _host.HappenAsync($"p{i}@example.org", "product.viewed", new { sku = "a" });
        }

        await DrainAsync();

        _host.Calls.Count(call => call.Url.Contains("crm", StringComparison.Ordinal)).ShouldBeInRange(1, WebhookSender.MaxPerHost);
        _host.Calls.Count(call => call.Url.Contains("other", StringComparison.Ordinal)).ShouldBe(40);

        _host.Receive = _ => WebhookResult.Delivered;
        await _host.AdvanceAsync(TimeSpan.FromMinutes(2));
        (await _host.LedgerAsync()).ShouldAllBe(record => record.State == SendState.Sent);
        _host.Told.Count.ShouldBe(80);
    }

    [Fact]
    public async Task A_host_that_stays_away_is_given_up_after_a_day_for_all_calls()
    {
        await PublishAsync(Step);
        _host.Receive = _ => new WebhookResult(WebhookOutcome.TryAgain, "no connection") { IsUnreachable = true };
        for (var i = 0; i < 20; i++)
        {
            await _host.HappenAsync($"p{i}@example.org", "product.viewed", new { sku = "a" });
        }

        await _host.AdvanceAsync(TimeSpan.FromDays(4));

        (await _host.LedgerAsync()).ShouldAllBe(record => record.State == SendState.Failed && record.Reason == "no connection");
        (await _host.Store.ReadAsync(unit => unit.Due.NextDueAsync(), Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_crash_between_the_call_and_our_note_makes_the_same_call_again()
    {
        await PublishAsync(Step);
        await HappenAsync();
        using var broken = new CancellationTokenSource();
        _host.Receive = _ =>
        {
            broken.Cancel();
            broken.Token.ThrowIfCancellationRequested();
            return WebhookResult.Delivered;
        };
        await Should.ThrowAsync<OperationCanceledException>(() => _host.Pipeline.Worker.DrainAsync(broken.Token));
        _host.Receive = _ => WebhookResult.Delivered;

        await _host.AdvanceAsync(DueWorker.Lease);

        _host.Calls.Count.ShouldBe(2);
        _host.Calls.Select(call => (call.Id, call.Body)).Distinct().Count().ShouldBe(1);
        (await RecordAsync()).State.ShouldBe(SendState.Sent);
    }

    [Fact]
    public async Task Nothing_is_told_about_a_contact_that_is_gone()
    {
        var contact = new Contact { Id = "gone", Email = "gone@example.org" };
        await _host.Store.ExecuteAsync(async unit =>
        {
            var key = new SendKey("s", 1, "p", "h", 0);
            await unit.Ledger.TryAddAsync(new SendRecord { Id = key.ToId(), Key = key, Kind = SendKind.Webhook, ContactId = contact.Id, Url = "https://crm.example/", Template = "", Purpose = Purposes.Transactional, Body = "{}", QueuedAt = FlowHost.Start, UpdatedAt = FlowHost.Start });
            await unit.Due.ScheduleAsync(new Engine.Scheduling.DueItem($"webhook:{key.ToId()}", "webhook", FlowHost.Start));
            return true;
        }, Token);

        await DrainAsync();

        _host.Calls.ShouldBeEmpty();
        var record = await RecordAsync();
        (record.State, record.Reason, record.Body).ShouldBe((SendState.Skipped, GateReasons.ContactGone, null));
    }

    [Fact]
    public async Task It_is_called_even_when_the_passage_is_over()
    {
        await PublishAsync("""{"id":"h","webhook":"https://crm.example/hook"},{"id":"r","remove":"s"}""");
        await HappenAsync();
        await DrainAsync();
        _host.Calls.Count.ShouldBe(1);
        (await _host.EnrollmentsAsync(Ann)).ShouldHaveSingleItem().Status.ShouldBe(EnrollmentStatus.Removed);
    }

    private async Task<SendRecord> RecordAsync() => (await _host.LedgerAsync()).ShouldHaveSingleItem();

    private Task PublishAsync(string steps) => _host.PublishAsync($$"""{ "id":"s", "trigger":{"event":"product.viewed"}, "steps":[{{steps}}] }""");

    private Task<IntakeResult> HappenAsync() => _host.HappenAsync(Ann, "product.viewed", new { sku = "a" });

    private Task<int> DrainAsync() => _host.Pipeline.Worker.DrainAsync(Token);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
