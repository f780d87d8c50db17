using System.Net;
using Automail.Engine.Delivery.Webhooks;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Delivery.Webhooks;

public sealed class HttpWebhooksTests : IDisposable, IWebhookSettings
{
    private const string Body = """{"a":"ü"}""";
    private static readonly string First = WebhookSecret.Create();
    private static readonly string Second = WebhookSecret.Create();
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly HttpReceiver _receiver = new();
    private readonly HttpWebhooks _webhooks;
    private WebhookSettings _settings = new() { Secrets = [WebhookSecret.Parse(First)] };

    public HttpWebhooksTests()
    {
        _webhooks = new HttpWebhooks(this);
        _settings = _settings with { OwnHosts = [_receiver.Host] };
    }

    [Fact]
    public async Task A_call_is_signed_and_carries_nothing_else_that_could_be_misused()
    {
        (await CallAsync("/hook?x=1")).ShouldBe(WebhookResult.Delivered);

        var request = _receiver.Requests.ShouldHaveSingleItem();
        (request.Line, request.Body).ShouldBe(("POST /hook?x=1 HTTP/1.1", Body));
        request.Headers["Content-Type"].ShouldBe("application/json");
        (request.Headers["webhook-id"], request.Headers["webhook-timestamp"]).ShouldBe(("msg1", $"{Now.ToUnixTimeSeconds()}"));
        request.Headers["webhook-signature"].ShouldBe(WebhookSecret.Parse(First).Sign("msg1", Now.ToUnixTimeSeconds(), Body));
        request.Headers.Keys.ShouldBe(["Host", "User-Agent", "Content-Type", "Content-Length", "webhook-id", "webhook-timestamp", "webhook-signature"], ignoreOrder: true);
    }

    [Fact]
    public async Task While_a_secret_is_replaced_both_sign()
    {
        _settings = _settings with { Secrets = [WebhookSecret.Parse(Second), WebhookSecret.Parse(First)] };
        await CallAsync("/");
        var signatures = _receiver.Requests.ShouldHaveSingleItem().Headers["webhook-signature"].Split(' ');
        signatures.ShouldBe([WebhookSecret.Parse(Second).Sign("msg1", Now.ToUnixTimeSeconds(), Body), WebhookSecret.Parse(First).Sign("msg1", Now.ToUnixTimeSeconds(), Body)]);
    }

    [Theory]
    [InlineData(200, WebhookOutcome.Delivered)]
    [InlineData(204, WebhookOutcome.Delivered)]
    [InlineData(302, WebhookOutcome.Refused)]
    [InlineData(307, WebhookOutcome.Refused)]
    [InlineData(400, WebhookOutcome.Refused)]
    [InlineData(401, WebhookOutcome.Refused)]
    [InlineData(404, WebhookOutcome.Refused)]
    [InlineData(408, WebhookOutcome.TryAgain)]
    [InlineData(410, WebhookOutcome.Refused)]
    [InlineData(425, WebhookOutcome.Refused)]
    [InlineData(429, WebhookOutcome.TryAgain)]
    [InlineData(500, WebhookOutcome.TryAgain)]
    [InlineData(503, WebhookOutcome.TryAgain)]
    public async Task Each_answer_has_its_meaning(int status, WebhookOutcome outcome)
    {
        _receiver.Answer = _ => HttpReceiver.Status(status, "Location: /elsewhere\r\nSet-Cookie: a=b\r\n");
        var result = await CallAsync("/");
        (result.Outcome, result.IsUnreachable).ShouldBe((outcome, false));
        if (outcome != WebhookOutcome.Delivered)
        {
            result.Detail!.ShouldStartWith($"answered {status}");
        }

        await CallAsync("/");
        _receiver.Requests.Count.ShouldBe(2);
        _receiver.Requests.ShouldAllBe(request => request.Line == "POST / HTTP/1.1" && !request.Headers.ContainsKey("Cookie"));
    }

    [Fact]
    public async Task What_a_receiver_says_about_a_failure_is_told_in_one_short_line()
    {
        _receiver.Answer = _ => HttpReceiver.Status(400, body: "no such\r\nhook " + new string('x', 100_000));
        var detail = (await CallAsync("/")).Detail.ShouldNotBeNull();
        detail.ShouldStartWith("answered 400: no such hook xxx");
        detail.Length.ShouldBeLessThan(250);
    }

    [Theory]
    [InlineData("Retry-After: 120", 120)]
    [InlineData("Retry-After: Mon, 01 Jun 2026 08:01:00 GMT", 60)]
    [InlineData("Retry-After: Mon, 01 Jun 2026 07:00:00 GMT", 0)]
    [InlineData("Retry-After: soon", null)]
    public async Task Retry_After_is_read(string header, int? seconds)
    {
        _receiver.Answer = _ => HttpReceiver.Status(429, header + "\r\n");
        ((int?)(await CallAsync("/")).RetryAfter?.TotalSeconds).ShouldBe(seconds);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_not_waited_for()
    {
        _receiver.Answer = _ => null;
        using var webhooks = new HttpWebhooks(this, timeout: TimeSpan.FromMilliseconds(200));
        var result = await webhooks.CallAsync(Call($"http://{_receiver.Host}/"), Token);
        (result.Outcome, result.IsUnreachable, result.Detail).ShouldBe((WebhookOutcome.TryAgain, true, "no answer within 0.2 seconds"));
    }

    [Fact]
    public async Task Whoever_stops_the_work_is_heard()
    {
        using var stop = new CancellationTokenSource();
        _receiver.Answer = _ =>
        {
            stop.Cancel();
            return null;
        };
        await Should.ThrowAsync<OperationCanceledException>(() => _webhooks.CallAsync(Call($"http://{_receiver.Host}/"), stop.Token));
    }

    [Fact]
    public async Task Where_nobody_listens_it_is_tried_again()
    {
        _receiver.Dispose();
        var result = await CallAsync("/");
        (result.Outcome, result.IsUnreachable).ShouldBe((WebhookOutcome.TryAgain, true));
        result.Detail!.ShouldStartWith("no connection: ");
    }

    [Fact]
    public async Task Without_being_on_the_list_neither_http_nor_a_private_address_is_called()
    {
        _settings = _settings with { OwnHosts = [] };
        (await CallAsync("/")).Detail!.ShouldContain("is not on the list of own hosts");
        foreach (var url in new[] { $"https://localhost:{_receiver.Port}/", $"https://127.0.0.1:{_receiver.Port}/", $"https://[::1]:{_receiver.Port}/", $"https://[::ffff:127.0.0.1]:{_receiver.Port}/", $"https://2130706433:{_receiver.Port}/" })
        {
            var result = await _webhooks.CallAsync(Call(url), Token);
            result.Outcome.ShouldBe(WebhookOutcome.Refused, url);
            result.Detail!.ShouldContain("which is not in the public internet", customMessage: url);
        }

        _receiver.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("8.8.8.8", "10.0.0.1")]
    [InlineData("fd00:ec2::254")]
    public async Task A_name_that_leads_inside_is_not_called(params string[] addresses)
    {
        using var webhooks = new HttpWebhooks(this, (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()));
        var result = await webhooks.CallAsync(Call("https://crm.example/"), Token);
        result.Outcome.ShouldBe(WebhookOutcome.Refused);
        result.Detail!.ShouldStartWith("not called: crm.example has the address ");
    }

    [Fact]
    public async Task A_name_without_an_address_is_tried_again()
    {
        using var webhooks = new HttpWebhooks(this, (_, _) => Task.FromResult(Array.Empty<IPAddress>()));
        (await webhooks.CallAsync(Call("https://crm.example/"), Token)).Outcome.ShouldBe(WebhookOutcome.TryAgain);
    }

    [Theory]
    [InlineData("ftp://crm.example/")]
    [InlineData("https://ann:secret@crm.example/")]
    [InlineData("/hook")]
    public async Task What_is_no_address_is_refused(string url) => (await _webhooks.CallAsync(Call(url), Token)).Outcome.ShouldBe(WebhookOutcome.Refused);

    [Theory]
    [InlineData("crm.internal, localhost:5005\n10.0.0.7 [::1]:80", "crm.internal|localhost:5005|10.0.0.7|[::1]:80")]
    [InlineData("CRM.internal\ncrm.INTERNAL", "crm.internal")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Hosts_are_read(string? text, string hosts) => string.Join('|', WebhookSettings.ParseHosts(text, "hosts")).ShouldBe(hosts);

    [Theory]
    [InlineData("https://crm.internal")]
    [InlineData("crm.internal/")]
    [InlineData("crm.internal/hook")]
    [InlineData("crm.internal?x")]
    [InlineData("ann@crm.internal")]
    [InlineData("crm.internal:")]
    [InlineData("*.internal")]
    public void What_is_no_host_is_refused(string text) => Should.Throw<FieldException>(() => WebhookSettings.ParseHosts("a.example\n" + text, "hosts")).Field.ShouldBe("hosts[1]");

    [Theory]
    [InlineData("crm.internal", "http://CRM.internal:8080/x", true)]
    [InlineData("crm.internal:8080", "http://crm.internal:8080/x", true)]
    [InlineData("crm.internal:8080", "http://crm.internal/x", false)]
    [InlineData("crm.internal:443", "https://crm.internal/x", true)]
    [InlineData("crm.internal", "https://evil.crm.internal/x", false)]
    [InlineData("crm.internal", "https://crm.internal.evil.example/x", false)]
    public void A_host_is_one_of_the_sites_own(string own, string url, bool expected) => new WebhookSettings { Secrets = [], OwnHosts = [own] }.IsOwn(new Uri(url)).ShouldBe(expected);

    public ValueTask<WebhookSettings> GetAsync() => ValueTask.FromResult(_settings);

    public void Dispose()
    {
        _webhooks.Dispose();
        _receiver.Dispose();
    }

    private Task<WebhookResult> CallAsync(string path) => _webhooks.CallAsync(Call($"http://{_receiver.Host}{path}"), Token);

    private static WebhookCall Call(string url) => new("msg1", url, Body, Now);

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
