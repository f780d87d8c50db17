using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Automail.Cli.Demo.Shop;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Automail.Cli.Demo.Http;

/// <summary>The one page: HTML, style and script in one document that asks nothing of any other server.</summary>
internal static class PlaygroundPage
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var style = Resource("app.css");
        var script = Resource("app.js");
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

        routes.MapGet("/favicon.ico", () => Results.NoContent());
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string Resource(string name)
    {
        using var stream = typeof(PlaygroundPage).Assembly.GetManifestResourceStream($"playground/{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
