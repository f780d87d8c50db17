using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Automail.Cli.Demo.Shop;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Automail.Cli.Demo.Http;

/// <summary>The playground's page and that of the template preview: each has HTML, style and script in one document that asks nothing of any other server.</summary>
internal static class PlaygroundPage
{
    // In the order in which they need each other.
    private static readonly string[] Scripts = ["base.js", "journeys.js", "numbers.js", "calls.js", "app.js"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var style = Resource("app.css");
        var script = string.Concat(Scripts.Select(Resource));
        var catalog = JsonSerializer.Serialize(Catalog.Products, JsonSerializerOptions.Web);
        var page = Resource("index.html")
            .Replace("/*style*/", style, StringComparison.Ordinal)
            .Replace("/*catalog*/", catalog, StringComparison.Ordinal)
            .Replace("/*script*/", script, StringComparison.Ordinal);

        // No script but ours can run, whatever somebody calls himself.
        var policy = $"default-src 'none'; style-src '{Hash(style)}'; script-src '{Hash(script)}'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        foreach (var path in (string[])["/", "/cart", "/products/{sku}"])
        {
            routes.MapGet(path, (HttpContext context) =>
            {
                context.Response.Headers.ContentSecurityPolicy = policy;
                context.Response.Headers.CacheControl = "no-cache";
                return Results.Content(page, "text/html; charset=utf-8");
            });
        }

        MapPreview(routes, style);
        routes.MapGet("/favicon.ico", () => Results.NoContent());
    }

    // The frame that shows a mail inherits this policy: the mail's own styles and pictures are let through, its scripts are not.
    private static void MapPreview(IEndpointRouteBuilder routes, string style)
    {
        var script = Resource("preview.js");
        var page = Resource("preview.html")
            .Replace("/*style*/", style + Resource("preview.css"), StringComparison.Ordinal)
            .Replace("/*script*/", script, StringComparison.Ordinal);
        var policy = $"default-src 'none'; style-src 'unsafe-inline'; script-src '{Hash(script)}'; img-src * data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
        routes.MapGet("/preview", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = policy;
            context.Response.Headers.CacheControl = "no-cache";
            return Results.Content(page, "text/html; charset=utf-8");
        });
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Resource(string name)
    {
        using var stream = typeof(PlaygroundPage).Assembly.GetManifestResourceStream($"playground/{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
