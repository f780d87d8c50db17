using System.Net;
using System.Text;

namespace Automail.Cli.Tests.Playground;

/// <summary>Putting people into sequences over HTTP, as in Orchard.</summary>
public sealed class EnrollmentsTests
{
    private const string Path = "/automail/sequences/nurture/enrollments";

    [Fact]
    public async Task People_enter_and_are_taken_out()
    {
        await using var visit = await Visit.StartAsync();
        await visit.TellAsync("product.viewed", "ann@example.org", new { sku = "x" });

        var entered = await visit.PostAsync(Path, """[ { "subject": "ann@example.org" }, { "subject": "nobody@example.org" } ]""", "application/json");
        var again = await visit.PostAsync(Path, """{ "subject": "ann@example.org" }""", "application/json");
        var removed = await visit.SendAsync(HttpMethod.Delete, Path + "/ann%40example.org");
        var gone = await visit.SendAsync(HttpMethod.Delete, Path + "/ann@example.org");

        entered.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await TextAsync(entered)).ShouldBe("""{"results":[{"subject":"ann@example.org","result":"entered"},{"subject":"nobody@example.org","result":"unknown-contact"}]}""");
        (await TextAsync(again)).ShouldContain("not-allowed");
        (await TextAsync(removed)).ShouldBe("""{"removed":true}""");
        (await TextAsync(gone)).ShouldBe("""{"removed":false}""");
    }

    [Fact]
    public async Task Bad_input_is_answered_as_it_is_for_events()
    {
        await using var visit = await Visit.StartAsync(options => options with { ApiKey = "key" });

        (await visit.PostAsync(Path, "{}", "application/json")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync("{}")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync("""{ "subject": "a@b.example" }""", "/automail/sequences/none/enrollments")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(new string(' ', 300 * 1024))).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await SendAsync("subject=a", type: "text/plain")).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await visit.SendAsync(HttpMethod.Delete, Path + "/a@b.example")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        Task<HttpResponseMessage> SendAsync(string body, string path = Path, string type = "application/json")
            => visit.SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type), "key");
    }

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
