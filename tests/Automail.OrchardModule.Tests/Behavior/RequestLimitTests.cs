using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sequences.People;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Behavior;

/// <summary>A site that allows three requests a minute to each program.</summary>
public sealed class LimitedSite : AdminSite
{
    /// <inheritdoc/>
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("OrchardCore:Automail:EventRequestsPerMinute", "3")];
}

/// <summary>Who asks too often is told to wait, at every endpoint for other programs; nothing of what was asked happens.</summary>
public sealed class RequestLimitTests(LimitedSite site) : IClassFixture<LimitedSite>
{
    [Fact]
    public async Task Events_beyond_the_limit_are_not_taken()
    {
        for (var i = 0; i < 3; i++)
        {
            using var taken = await site.PostEventsAsync(SiteActs.Event("product.viewed", "ann@limit.example", """{ "sku": "a" }""", $"e{i}"), "shop:Administrator");
            taken.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        using var refused = await site.PostEventsAsync(SiteActs.Event("product.viewed", "ann@limit.example", """{ "sku": "a" }""", "e3"), "shop:Administrator");

        ShouldTellToWait(refused);
        (await site.EventsOfAsync("ann@limit.example")).Select(one => one.Id).ShouldBe(["e0", "e1", "e2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Enrollments_beyond_the_limit_put_nobody_in_and_take_nobody_out()
    {
        await site.PublishSequenceAsync("limited");
        await site.RegisterAsync("bob@limit.example");
        await site.EnterAsync("limited", "inside@limit.example");
        for (var i = 0; i < 3; i++)
        {
            using var taken = await SendAsync(HttpMethod.Post, "limited/enrollments", """{ "subject": "nobody@limit.example" }""");
            taken.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        using var entering = await SendAsync(HttpMethod.Post, "limited/enrollments", """{ "subject": "bob@limit.example" }""");
        using var leaving = await SendAsync(HttpMethod.Delete, "limited/enrollments/inside@limit.example");

        ShouldTellToWait(entering);
        ShouldTellToWait(leaving);
        (await site.LatestAsync("limited", "bob@limit.example")).ShouldBeNull();
        (await site.LatestAsync("limited", "inside@limit.example"))!.EndedAt.ShouldBeNull();
    }

    private static void ShouldTellToWait(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var browser = site.NewBrowser();
        using var request = new HttpRequestMessage(method, "/automail/sequences/" + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "crm:Authenticated:EnrollInAutomailSequences");
        return await browser.SendAsync(request, AdminBrowser.Token);
    }
}
