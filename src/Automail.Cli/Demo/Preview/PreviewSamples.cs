using System.Collections.Frozen;
using System.Text.Json;
using Automail.Cli.Demo.Http;
using Automail.Cli.Demo.Shop;
using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;

namespace Automail.Cli.Demo.Preview;

/// <summary>Somebody and something for a preview that asks for nobody in particular. The page says that they are samples.</summary>
internal static class PreviewSamples
{
    private static readonly object[] Items = [Item("green-meadow", 2), Item("lantern-teapot", 1)];

    private static readonly decimal Total = (2 * Catalog.Find("green-meadow")!.Price) + Catalog.Find("lantern-teapot")!.Price;

    /// <summary>The types of events that there is a sample of.</summary>
    public static IReadOnlyList<string> EventTypesInOrder { get; } =
        [EventTypes.UserRegistered, EventTypes.CartAbandoned, EventTypes.OrderPlaced, EventTypes.ProductViewed, EventTypes.LinkClicked];

    // The event that most of a ready template shows with.
    private static readonly FrozenDictionary<string, string> Starts = new Dictionary<string, string>
    {
        ["cart-1"] = EventTypes.CartAbandoned,
        ["cart-2"] = EventTypes.CartAbandoned,
        ["cart-3"] = EventTypes.CartAbandoned,
        ["welcome-5"] = EventTypes.CartAbandoned,
        ["click-followup"] = EventTypes.LinkClicked,
        ["welcome-2"] = EventTypes.ProductViewed,
        ["nurture-2"] = EventTypes.ProductViewed,
        ["nurture-3"] = EventTypes.ProductViewed,
        ["nurture-7"] = EventTypes.OrderPlaced,
        ["order-thanks"] = EventTypes.OrderPlaced,
        ["win-back"] = EventTypes.OrderPlaced,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The event that a template is best looked at with.</summary>
    public static string EventOf(string template) => Starts.GetValueOrDefault(template, EventTypes.UserRegistered);

    /// <summary>Somebody who ordered once.</summary>
    public static Contact Contact(DateTimeOffset now) => new()
    {
        Id = "sample", Email = "alex@mail.example", Name = "Alex Morgan", FirstName = "Alex", OrderCount = 1, OrderTotal = Total, LastOrderTime = now.AddDays(-100),
    };

    /// <summary>An event of a type an hour ago; null for a type that there is none of.</summary>
    public static EnteringEvent? Event(string type, DateTimeOffset now)
    {
        object? data = type switch
        {
            EventTypes.UserRegistered => new { email = "alex@mail.example", name = "Alex Morgan", confirmUrl = "/account/confirm" },
            EventTypes.CartAbandoned => new { cartId = "sample", currency = Catalog.Currency, total = Total, idleSince = OutputJson.Time(now.AddHours(-1)), items = Items },
            EventTypes.OrderPlaced => new { orderId = "1001", currency = Catalog.Currency, total = Total, items = Items },
            EventTypes.ProductViewed => new { sku = "rainy-day", name = "Rainy Day", url = "/products/rainy-day" },
            EventTypes.LinkClicked => new { url = "/products/rainy-day" },
            _ => null,
        };
        return data is null ? null : new EnteringEvent(type, now.AddHours(-1), JsonSerializer.SerializeToElement(data));
    }

    /// <summary>The cart, orders and viewed products of the sample contact: those of the sample events.</summary>
    public static IReadOnlyDictionary<string, object?> Personal(DateTimeOffset now) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["cart"] = OfCart(CartUpdate.Read(Data(EventTypes.CartAbandoned, now)), now.AddHours(-1)),
        ["orders"] = new List<object?> { PersonalModel.OfOrder(OrderPlaced.Read(Data(EventTypes.OrderPlaced, now)), now.AddDays(-100)) },
        ["viewed"] = new List<object?> { PersonalModel.OfView(ProductViewed.Read(Data(EventTypes.ProductViewed, now)), now.AddHours(-2)) },
    };

    private static IReadOnlyDictionary<string, object?> OfCart(CartUpdate update, DateTimeOffset time) => PersonalModel.OfCart(new Cart
    {
        CartId = update.CartId, ContactId = "sample", Currency = update.Currency, Items = update.Items, Total = update.Total, UpdatedAt = time,
    });

    private static JsonElement Data(string type, DateTimeOffset now) => Event(type, now)!.Data;

    private static object Item(string sku, int quantity)
    {
        var product = Catalog.Find(sku)!;
        return new { sku, name = product.Name, quantity, price = product.Price, url = $"/products/{sku}", imageUrl = ProductPictures.Url(product) };
    }
}
