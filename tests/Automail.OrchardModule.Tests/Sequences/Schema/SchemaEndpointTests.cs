using System.Net;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Schema;

[Collection(nameof(SharedSite))]
public sealed class SchemaEndpointTests(Site site)
{
    [Fact]
    public async Task The_schema_is_there_for_everybody_and_may_be_kept()
    {
        using var browser = site.NewBrowser();
        var address = new Uri(new Uri(Site.BaseUrl), SequenceSchema.Path);

        var response = await browser.GetAsync(address, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/schema+json");
        response.Headers.CacheControl!.ToString().ShouldBe("public, max-age=3600");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(SequenceSchema.Json);

        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        (await browser.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }
}
