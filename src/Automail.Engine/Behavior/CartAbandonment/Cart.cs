using System.Text.Json;

namespace Automail.Engine.Behavior.CartAbandonment;

/// <summary>The last known contents of a cart, and how far the abandonment rule got with it.</summary>
public sealed record Cart
{
    /// <summary>The shop's own key of the cart.</summary>
    public required string CartId { get; init; }

    /// <summary>Who filled it last.</summary>
    public required string ContactId { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>The items as the shop told them, a JSON array.</summary>
    public required JsonElement Items { get; init; }

    /// <summary>The sum of quantity times price, in <see cref="Currency"/>.</summary>
    public decimal Total { get; init; }

    /// <summary>When the contents last changed, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The longest idle time for which this period was already reported as abandoned.</summary>
    public TimeSpan ReportedIdle { get; init; }

    /// <summary>Whether the cart holds anything.</summary>
    public bool HasItems => Items.ValueKind == JsonValueKind.Array && Items.GetArrayLength() > 0;
}

/// <summary>Keeps carts by their shop's key.</summary>
public interface ICartStore
{
    /// <summary>The cart, or null.</summary>
    Task<Cart?> GetAsync(string cartId);

    /// <summary>The carts of a contact, by cart id.</summary>
    Task<IReadOnlyList<Cart>> ForContactAsync(string contactId);

    /// <summary>Inserts or replaces.</summary>
    Task SaveAsync(Cart cart);

    /// <summary>Removes; an unknown cart is no error.</summary>
    Task RemoveAsync(string cartId);
}
