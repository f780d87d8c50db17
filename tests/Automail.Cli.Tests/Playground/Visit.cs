using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automail.Cli.Demo;
using Automail.Engine.Delivery;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Automail.Cli.Tests.Playground;

/// <summary>A playground on a free port with a folder of its own, and a client that talks to it as shops, mail programs and people do. Real time stands still.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>A Monday morning.</summary>
    public static readonly DateTimeOffset Start = new(2026, 2, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Func<DemoOptions, DemoOptions> _options;
    private DemoServer _server = null!;
    private int _lastId;

    private Visit(Func<DemoOptions, DemoOptions> options) => _options = options;

    public FakeTimeProvider RealTime { get; } = new(Start);

    public string Address => _server.Address;

    public string DataFolder => _folder["data"];

    public static async Task<Visit> StartAsync(Func<DemoOptions, DemoOptions>? options = null)
    {
        var visit = new Visit(options ?? (standard => standard));
        await visit.StartServerAsync();
        return visit;
    }

    public async Task RestartAsync()
    {
        await _server.DisposeAsync();
        await StartServerAsync();
    }

    /// <summary>Tells an event; checks that it was taken unless <paramref name="expect"/> says otherwise.</summary>
    public async Task<JsonNode?> TellAsync(string type, string subject, object data, HttpStatusCode expect = HttpStatusCode.Accepted, string? id = null)
    {
        var response = await PostAsync("/automail/events", JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id = id ?? $"e{++_lastId}",
            source = "tests",
            type,
            subject,
            data,
        }), "application/cloudevents+json");
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(expect, body);
        return JsonNode.Parse(body);
    }

    public Task RegisterAsync(string email, string name, bool consent = true)
        => TellAsync("user.registered", email, new { email, name, timeZone = "Europe/Amsterdam", consent = consent ? new[] { new { purpose = "marketing", source = "form" } } : [] });

    public Task FillCartAsync(string who, string cartId, decimal price = 34m)
        => TellAsync("cart.updated", who, new { cartId, currency = "EUR", items = new[] { new { sku = "lantern-teapot", name = "Lantern teapot", quantity = 1, price, url = "/products/lantern-teapot" } } });

    public Task OrderAsync(string who, string cartId)
        => TellAsync("order.placed", who, new { orderId = $"order-{cartId}", cartId, currency = "EUR", total = 34m });

    /// <summary>Moves time on. Zero only waits until all that is due now is done.</summary>
    public async Task<DateTimeOffset> AdvanceAsync(string duration)
    {
        var response = await PostAsync("/demo/clock", JsonSerializer.Serialize(new { advance = duration }), "application/json");
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return DateTimeOffset.Parse(JsonNode.Parse(body)!["now"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, string type)
        => SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } });

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? bearer = null)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? path : Address + path) { Content = content };
        if (bearer is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<JsonNode> GetJsonAsync(string path)
    {
        var response = await GetAsync(path);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The mails in the pickup folder, oldest first.</summary>
    public async Task<IReadOnlyList<MimeMessage>> MailsAsync()
    {
        await AdvanceAsync("PT0S");
        var folder = Path.Combine(DataFolder, "pickup");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.eml").Order(StringComparer.Ordinal).Select(path => MimeMessage.Load(path))] : [];
    }

    public async Task<IReadOnlyList<string>> SubjectsAsync() => [.. (await MailsAsync()).Select(mail => mail.Subject ?? "")];

    /// <summary>The ledger.</summary>
    public async Task<IReadOnlyList<SendRecord>> LedgerAsync()
        => (await _server.Store.ReadAsync(unit => unit.Ledger.SearchAsync(new SendQuery(), 0, 1000), TestContext.Current.CancellationToken)).Items;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    private async Task StartServerAsync()
        => _server = await DemoServer.StartAsync(_options(new DemoOptions { Port = 0, Folder = DataFolder, Time = RealTime }), TestContext.Current.CancellationToken);
}
