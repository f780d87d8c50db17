using System.Text;
using Automail.Engine.Sequences;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Automail.OrchardModule.Sequences.Schema;

/// <summary><c>GET /automail/sequence.schema.json</c>: the JSON Schema of sequences, for editors. It is the same for every site, and tells nothing about this one.</summary>
internal static class SchemaEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapGet(SequenceSchema.Path.TrimStart('/'), (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public, max-age=3600";
            return Results.Bytes(Encoding.UTF8.GetBytes(SequenceSchema.Json), SequenceSchema.MediaType, entityTag: new EntityTagHeaderValue(SequenceSchema.ETag));
        }).AllowAnonymous();
}
