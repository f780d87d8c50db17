using System.Text;
using Automail.Engine.Sequences;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Automail.Cli.Demo.Http;

/// <summary>The JSON Schema of sequences, for editors.</summary>
internal static class SchemaEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapGet(SequenceSchema.Path, (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=3600";
            return Results.Bytes(Encoding.UTF8.GetBytes(SequenceSchema.Json), SequenceSchema.MediaType, entityTag: new EntityTagHeaderValue(SequenceSchema.ETag));
        });
}
