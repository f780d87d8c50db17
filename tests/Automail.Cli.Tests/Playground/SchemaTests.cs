using System.Net;
using Automail.Engine.Sequences;

namespace Automail.Cli.Tests.Playground;

public sealed class SchemaTests
{
    [Fact]
    public async Task The_schema_of_sequences_is_published_and_may_be_kept()
    {
        await using var visit = await Visit.StartAsync();

        var response = await visit.GetAsync("/automail/sequence.schema.json");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/schema+json");
        response.Headers.CacheControl!.ToString().ShouldBe("public, max-age=3600");
        response.Headers.ETag!.Tag.ShouldBe(SequenceSchema.ETag);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(SequenceSchema.Json);
    }
}
