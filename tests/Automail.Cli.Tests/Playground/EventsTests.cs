using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Automail.Engine.Behavior;

namespace Automail.Cli.Tests.Playground;

/// <summary>What comes in at <c>POST /automail/events</c>, good and bad.</summary>
public sealed class EventsTests
{
    private const string CloudEvent = "application/cloudevents+json";
    private const string Viewed = """{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "subject": "ann@example.org", "data": { "sku": "x" } }""";

    [Fact]
    public async Task Takes_one_event_or_a_batch_each_once()
    {
        await using var visit = await Visit.StartAsync();

        var one = await visit.PostAsync("/automail/events", Viewed, CloudEvent);
        var batch = await visit.PostAsync("/automail/events", $"[{Viewed},{Viewed.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)}]", "application/cloudevents-batch+json; charset=utf-8");

        one.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await BodyAsync(one)).ToJsonString().ShouldBe("""{"accepted":1,"duplicates":0}""");
        (await BodyAsync(batch)).ToJsonString().ShouldBe("""{"accepted":1,"duplicates":1}""");
    }

    public static TheoryData<string, string> BadEvents => new()
    {
        { "body", "{ not json" },
        { "body", "\"text\"" },
        { "specversion", """{ "id": "1" }""" },
        { "type", """{ "specversion": "1.0", "id": "1", "source": "t", "type": "What Ever!", "subject": "ann@example.org" }""" },
        { "type", """{ "specversion": "1.0", "id": "1", "source": "t", "type": "link.clicked", "subject": "ann@example.org" }""" },
        { "subject", """{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "data": { "sku": "x" } }""" },
        { "subject", """{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "subject": "not an@address", "data": { "sku": "x" } }""" },
        { "time", """{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "subject": "a", "time": "2026-02-03T09:00:01Z", "data": { "sku": "x" } }""" },
        { "time", """{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "subject": "a", "time": 5, "data": { "sku": "x" } }""" },
        { "id", """{ "specversion": "1.0", "source": "t", "type": "product.viewed", "subject": "a", "data": { "sku": "x" } }""" },
        { "data", """{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "subject": "a", "data": [] }""" },
        { "data.currency", """{ "specversion": "1.0", "id": "1", "source": "t", "type": "cart.updated", "subject": "a", "data": { "cartId": "c", "currency": "XXX", "items": [] } }""" },
        { "data.items[0].quantity", """{ "specversion": "1.0", "id": "1", "source": "t", "type": "cart.updated", "subject": "a", "data": { "cartId": "c", "currency": "EUR", "items": [ { "sku": "x", "quantity": -2, "price": 1 } ] } }""" },
        { "[1].data.total", """[{ "specversion": "1.0", "id": "1", "source": "t", "type": "product.viewed", "subject": "a", "data": { "sku": "x" } }, { "specversion": "1.0", "id": "2", "source": "t", "type": "order.placed", "subject": "a", "data": { "orderId": "o", "currency": "EUR", "total": -1 } }]""" },
    };

    [Theory]
    [MemberData(nameof(BadEvents))]
    public async Task Names_the_field_that_is_wrong_and_takes_nothing(string field, string body)
    {
        await using var visit = await Visit.StartAsync();

        var response = await visit.PostAsync("/automail/events", body, CloudEvent);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await BodyAsync(response))["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
        (await visit.GetJsonAsync("/demo/state"))["people"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_contradicts_what_is_known_is_refused_as_well()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann");

        var problem = await visit.TellAsync("user.registered", "ann@example.org", new { email = "bob@example.org" }, HttpStatusCode.BadRequest);

        problem!["errors"]!["data.email"]![0]!.GetValue<string>().ShouldStartWith("differs from the address");
    }

    [Theory]
    [InlineData(CloudEventReader.MaxBodyBytes, HttpStatusCode.BadRequest)]
    [InlineData(CloudEventReader.MaxBodyBytes + 1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(300 * 1024, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_has_a_size(int size, HttpStatusCode expected)
    {
        await using var visit = await Visit.StartAsync();

        (await visit.PostAsync("/automail/events", new string(' ', size), CloudEvent)).StatusCode.ShouldBe(expected);

        // Without a length up front it is found out at the limit.
        using var chunked = new StreamContent(new Unmeasured(new byte[size]));
        chunked.Headers.ContentType = new(CloudEvent);
        var answer = await visit.SendAsync(HttpMethod.Post, "/automail/events", chunked);
        answer.StatusCode.ShouldBe(expected, (await BodyAsync(answer)).ToJsonString());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/cloudevents+json; charset=utf-16")]
    public async Task Other_content_types_are_not_events(string type)
    {
        await using var visit = await Visit.StartAsync();

        (await visit.PostAsync("/automail/events", Viewed, type)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_configured_key_is_asked_for()
    {
        await using var visit = await Visit.StartAsync(options => options with { ApiKey = "correct horse" });
        async Task<HttpResponseMessage> SendAsync(string? bearer)
        {
            using var content = new StringContent(Viewed, new System.Net.Http.Headers.MediaTypeHeaderValue(CloudEvent));
            return await visit.SendAsync(HttpMethod.Post, "/automail/events", content, bearer);
        }

        var missing = await SendAsync(null);
        missing.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        missing.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await SendAsync("correct house")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync("correct horse")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Too_many_requests_are_told_to_wait()
    {
        await using var visit = await Visit.StartAsync(options => options with { EventRequestsPerMinute = 2 });
        await visit.PostAsync("/automail/events", Viewed, CloudEvent);
        await visit.PostAsync("/automail/events", Viewed, CloudEvent);

        var third = await visit.PostAsync("/automail/events", Viewed, CloudEvent);

        third.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        third.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    private static async Task<JsonNode> BodyAsync(HttpResponseMessage response)
        => JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
