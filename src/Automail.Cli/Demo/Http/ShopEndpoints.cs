using System.Text.Json;
using Automail.Cli.Demo.Shop;
using Automail.Engine;
using Automail.Engine.Behavior;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Automail.Cli.Demo.Http;

/// <summary>The shop's own server side: what its page tells, in the shop's words.</summary>
internal static class ShopEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, ShopEvents events)
    {
        Post(routes, "/demo/shop/sign-up", body => new SignUp(
            JsonBody.Text(body, "visitor", 100),
            JsonBody.Text(body, "email", 320),
            EventFields.OptionalText(body, "name", "", 200),
            EventFields.OptionalText(body, "locale", "", 40),
            EventFields.OptionalText(body, "timeZone", "", 60),
            EventFields.TryGet(body, "consent", out var consent) && consent.ValueKind == JsonValueKind.True), events.SignUpAsync);
        Post(routes, "/demo/shop/view", body => (Who: JsonBody.Text(body, "who", 320), Product: Product(body, "")), viewed => events.ViewAsync(viewed.Who, viewed.Product));
        Post(routes, "/demo/shop/cart", ReadCart, events.UpdateCartAsync);
        Post(routes, "/demo/shop/order", ReadCart, events.OrderAsync);
    }

    private static void Post<T>(IEndpointRouteBuilder routes, string path, Func<JsonElement, T> read, Func<T, Task> act)
        => routes.MapPost(path, Answers.Handler(async context =>
        {
            await act(await JsonBody.ReadAsync(context, read));
            return Results.NoContent();
        }));

    private static ShopCart ReadCart(JsonElement body)
    {
        if (!EventFields.TryGet(body, "items", out var items) || items.ValueKind != JsonValueKind.Array || items.GetArrayLength() > Catalog.Products.Count)
        {
            throw new FieldException("items", "is not a list of the shop's products.");
        }

        return new ShopCart(
            JsonBody.Text(body, "who", 320),
            JsonBody.Text(body, "cartId", 100),
            [.. items.EnumerateArray().Select((item, i) => item.ValueKind == JsonValueKind.Object
                ? (Product(item, $"items[{i}]"), EventFields.Count(item, "quantity", $"items[{i}]", 99))
                : throw new FieldException($"items[{i}]", "is not an object."))]);
    }

    private static Product Product(JsonElement body, string path)
        => Catalog.Find(EventFields.Text(body, "sku", path, 100)) ?? throw new FieldException(EventFields.Join(path, "sku"), "is not a product of this shop.");
}
