using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Behavior;

[Collection(nameof(SharedSite))]
public sealed class EventsEndpointTests(Site site)
{
    private const string Cart = """{ "cartId": "c1", "currency": "EUR", "items": [ { "sku": "s", "name": "Mug", "quantity": 2, "price": 12.5 } ] }""";

    [Fact]
    public async Task An_event_is_durable_when_202_is_answered()
    {
        using var response = await site.PostEventsAsync(SiteActs.Event("cart.updated", "ann@intake.example", Cart));

        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await site.EventsOfAsync("ann@intake.example")).ShouldHaveSingleItem().Type.ShouldBe("cart.updated");
    }

    [Fact]
    public async Task An_event_told_twice_counts_once()
    {
        var told = SiteActs.Event("cart.updated", "twice@intake.example", Cart, id: "twice");
        using var first = await site.PostEventsAsync(told);

        using var second = await site.PostEventsAsync(told);

        second.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var answer = await second.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        answer.GetProperty("accepted").GetInt32().ShouldBe(0);
        answer.GetProperty("duplicates").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_with_one_bad_event_is_refused_whole_and_the_field_is_named()
    {
        var bad = Cart.Replace("\"quantity\": 2", "\"quantity\": -2", StringComparison.Ordinal);
        using var response = await site.PostEventsAsync($"[{SiteActs.Event("cart.updated", "batch@intake.example", Cart)},{SiteActs.Event("cart.updated", "batch@intake.example", bad)}]");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe("[1].data.items[0].quantity");
        (await site.FindContactAsync("batch@intake.example")).ShouldBeNull();
    }

    [Theory]
    [InlineData("not json", "body")]
    [InlineData("""{ "specversion": "1.0" }""", "type")]
    [InlineData("""{ "specversion": "1.0", "type": "x", "source": "s", "id": "1", "data": {} }""", "subject")]
    [InlineData("""{ "specversion": "1.0", "type": "link.clicked", "source": "s", "id": "1", "subject": "a@b.example", "data": {} }""", "type")]
    [InlineData("""{ "specversion": "1.0", "type": "x", "source": "s", "id": "1", "subject": "a@b.example", "time": "2031-01-01T00:00:00Z", "data": {} }""", "time")]
    public async Task What_cannot_be_accepted_is_answered_with_the_field(string body, string field)
    {
        using var response = await site.PostEventsAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldContain(field);
    }

    [Fact]
    public async Task Nobody_in_particular_gets_401()
    {
        using var response = await site.PostEventsAsync(SiteActs.Event("cart.updated", "nobody@intake.example", Cart), bearer: null);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await site.FindContactAsync("nobody@intake.example")).ShouldBeNull();
    }

    [Fact]
    public async Task Somebody_without_the_permission_gets_403()
    {
        using var response = await site.PostEventsAsync(SiteActs.Event("cart.updated", "nobody@intake.example", Cart), bearer: "visitor:Authenticated");

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_body_that_says_it_is_too_large_is_not_read()
    {
        using var content = new ByteArrayContent(new byte[300 * 1024]);

        using var response = await site.PostEventsAsync(content);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_body_that_does_not_say_how_long_it_is_is_read_to_the_limit_only()
    {
        using var content = new SilentContent(300 * 1024);

        using var response = await site.PostEventsAsync(content);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    /// <summary>Spaces, without a Content-Length.</summary>
    private sealed class SilentContent(int length) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
            => await stream.WriteAsync(Encoding.ASCII.GetBytes(new string(' ', length)));

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
