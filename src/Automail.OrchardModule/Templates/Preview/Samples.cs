using System.Collections.Frozen;
using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using OrchardCore.ContentManagement;

namespace Automail.OrchardModule.Templates.Preview;

/// <summary>Somebody and something for a preview that asks for nobody in particular; the editor says that they are samples.</summary>
internal static class Samples
{
    private const string Items = """
        [ { "sku": "TEA-1", "name": "Green tea", "quantity": 2, "price": 7.5, "url": "/products/green-tea" }, { "sku": "POT-1", "name": "Teapot", "quantity": 1, "price": 34, "url": "/products/teapot" } ]
        """;

    private static readonly FrozenDictionary<string, JsonElement> Events = new Dictionary<string, string>
    {
        [EventTypes.UserRegistered] = """{ "email": "alex@mail.example", "name": "Alex Morgan" }""",
        [EventTypes.CartAbandoned] = $$"""{ "cartId": "C-1001", "currency": "EUR", "total": 49, "idleSince": "2026-01-05T10:00:00Z", "items": {{Items}} }""",
        [EventTypes.OrderPlaced] = $$"""{ "orderId": "O-1001", "currency": "EUR", "total": 49, "items": {{Items}} }""",
        [EventTypes.ProductViewed] = """{ "sku": "POT-1", "name": "Teapot", "url": "/products/teapot" }""",
        [EventTypes.LinkClicked] = """{ "url": "https://shop.example/products/teapot" }""",
    }.ToFrozenDictionary(pair => pair.Key, pair => JsonElement.Parse(pair.Value), StringComparer.Ordinal);

    /// <summary>The types that there is a sample of.</summary>
    public static IReadOnlyList<string> EventTypesInOrder { get; } =
        [EventTypes.UserRegistered, EventTypes.CartAbandoned, EventTypes.OrderPlaced, EventTypes.ProductViewed, EventTypes.LinkClicked];

    /// <summary>A contact; reads the template's language, so that dates and amounts fit the text.</summary>
    public static Contact Contact(string? locale) => new()
    {
        Id = "sample", Email = "alex@mail.example", Name = "Alex Morgan", FirstName = "Alex", Locale = locale, OrderCount = 1, OrderTotal = 49,
    };

    /// <summary>The cart, orders and viewed products of the sample contact: those of the sample events.</summary>
    public static IReadOnlyDictionary<string, object?> Personal(DateTimeOffset now)
    {
        var update = CartUpdate.Read(Events[EventTypes.CartAbandoned]);
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["cart"] = PersonalModel.OfCart(new Cart
            {
                CartId = update.CartId, ContactId = "sample", Currency = update.Currency, Items = update.Items, Total = update.Total, UpdatedAt = now.AddHours(-2),
            }),
            ["orders"] = new List<object?> { PersonalModel.OfOrder(OrderPlaced.Read(Events[EventTypes.OrderPlaced]), now.AddDays(-30)) },
            ["viewed"] = new List<object?>
            {
                PersonalModel.OfView(ProductViewed.Read(Events[EventTypes.ProductViewed]), now.AddHours(-3)),
                PersonalModel.OfView(new ProductViewed("TEA-1", "Green tea", "/products/green-tea"), now.AddHours(-4)),
            },
        };
    }

    /// <summary>The mail that comes with Automail for a type of event, in a language, without its layout.</summary>
    public static EmailTemplatePart Template(string? eventType, string locale)
    {
        var name = eventType switch
        {
            EventTypes.CartAbandoned => "cart-1",
            EventTypes.OrderPlaced => "order-thanks",
            EventTypes.ProductViewed => "nurture-3",
            EventTypes.LinkClicked => "click-followup",
            _ => "welcome-1",
        };
        var variants = ReadyTemplates.All[name];
        var ready = variants.FirstOrDefault(variant => variant.Locale is { } own && locale.Split('-')[0].Equals(own, StringComparison.OrdinalIgnoreCase)) ?? variants[0];
        return new EmailTemplatePart
        {
            ContentItem = new ContentItem(), Name = ready.Name, Locale = ready.Locale, Subject = ready.Subject, Preheader = ready.Preheader, Purpose = ready.Purpose, Html = ready.Html,
        };
    }

    /// <summary>An event of a type; null for a type that there is none of.</summary>
    public static EnteringEvent? Event(string? type, DateTimeOffset now)
        => type is not null && Events.TryGetValue(type, out var data) ? new EnteringEvent(type, now, data) : null;
}
