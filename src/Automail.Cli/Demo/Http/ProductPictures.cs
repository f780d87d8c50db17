using Automail.Cli.Demo.Shop;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Automail.Cli.Demo.Http;

/// <summary>Pictures of the products, for mail: mail programs show no SVG.</summary>
internal static class ProductPictures
{
    /// <summary>Where a product's picture is, from the root of the site.</summary>
    public static string Url(Product product) => $"/pictures/{product.Sku}.png";

    public static void Map(IEndpointRouteBuilder routes)
        => routes.MapGet("/pictures/{sku}.png", (HttpContext context, string sku) =>
        {
            if (Catalog.Find(sku) is not { } product)
            {
                return Results.NotFound();
            }

            context.Response.Headers.CacheControl = "max-age=3600";
            return Results.Stream(typeof(ProductPictures).Assembly.GetManifestResourceStream($"pictures/{product.Sku}.png")!, "image/png");
        });
}
