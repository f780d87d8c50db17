using System.Text.Json;
using Automail.Engine.Behavior.CartAbandonment;

namespace Automail.Engine.Behavior;

/// <summary>The checked data of an <c>order.placed</c> event.</summary>
public sealed record OrderPlaced(string OrderId, string? CartId, string Currency, decimal Total, JsonElement Items)
{
    /// <summary>Reads and checks the data.</summary>
    /// <exception cref="FieldException">A field is missing or wrong.</exception>
    public static OrderPlaced Read(JsonElement data)
    {
        var items = EventFields.TryGet(data, "items", out _) ? CartUpdate.ReadItems(data).Items : JsonSerializer.SerializeToElement(Array.Empty<object>());
        return new OrderPlaced(
            EventFields.Text(data, "orderId", "data", 200),
            EventFields.OptionalText(data, "cartId", "data", 200),
            EventFields.Currency(data, "currency", "data"),
            EventFields.Amount(data, "total", "data"),
            items);
    }
}
