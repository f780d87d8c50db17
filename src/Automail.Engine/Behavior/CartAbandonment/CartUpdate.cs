using System.Text.Json;

namespace Automail.Engine.Behavior.CartAbandonment;

/// <summary>The checked data of a <c>cart.updated</c> event.</summary>
public sealed record CartUpdate(string CartId, string Currency, JsonElement Items, decimal Total)
{
    /// <summary>The most items that a cart or order may hold.</summary>
    public const int MaxItems = 200;

    /// <summary>Reads and checks the data.</summary>
    /// <exception cref="FieldException">A field is missing or wrong.</exception>
    public static CartUpdate Read(JsonElement data)
    {
        var cartId = EventFields.Text(data, "cartId", "data", 200);
        var currency = EventFields.Currency(data, "currency", "data");
        var (items, total) = ReadItems(data);
        return new CartUpdate(cartId, currency, items, total);
    }

    /// <summary>Reads the items of a cart or order, and their sum.</summary>
    public static (JsonElement Items, decimal Total) ReadItems(JsonElement data)
    {
        if (!EventFields.TryGet(data, "items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            throw new FieldException("data.items", "is missing or not a list.");
        }

        if (items.GetArrayLength() > MaxItems)
        {
            throw new FieldException("data.items", $"has more than {MaxItems} entries.");
        }

        var total = 0m;
        var index = 0;
        foreach (var item in items.EnumerateArray())
        {
            var path = $"data.items[{index++}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                throw new FieldException(path, "is not an object.");
            }

            EventFields.Text(item, "sku", path, 200);
            EventFields.OptionalText(item, "name", path, 500);
            EventFields.OptionalUrl(item, "url", path);
            EventFields.OptionalUrl(item, "imageUrl", path);
            total += EventFields.Count(item, "quantity", path, 100_000) * EventFields.Amount(item, "price", path);
        }

        return (items.Clone(), total);
    }
}
