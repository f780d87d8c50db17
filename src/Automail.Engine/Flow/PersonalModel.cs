using Automail.Engine.Behavior;
using Automail.Engine.Behavior.CartAbandonment;
using Automail.Engine.Contacts;
using Automail.Engine.Templates;

namespace Automail.Engine.Flow;

/// <summary>
/// The names that speak of what a contact did before: <c>cart</c>, <c>orders</c> and <c>viewed</c>. Each is read by an index, and no more than is needed for a mail;
/// what an older version let into the log and would be refused today is left out.
/// </summary>
public static class PersonalModel
{
    /// <summary>The most orders and the most viewed products in a mail.</summary>
    public const int MaxEntries = 10;

    // A cart that is filled changes often, and one product is looked at again and again; further back nothing is recent.
    private const int MaxCartUpdates = 20;
    private const int MaxViews = 100;

    /// <summary>Reads the values of these names, of one moment; none of them costs nothing.</summary>
    /// <param name="store">Where they are read.</param>
    /// <param name="contact">Whose they are.</param>
    /// <param name="names">The names that are asked for; there is no entry for others.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<IReadOnlyDictionary<string, object?>> LoadAsync(
        IAutomailStore store, Contact contact, PersonalNames names, CancellationToken cancellationToken = default)
        => names == PersonalNames.None
            ? new Dictionary<string, object?>(StringComparer.Ordinal)
            : await store.ReadAsync(unit => ReadAsync(unit, contact, names), cancellationToken);

    /// <summary>A cart as templates see it.</summary>
    public static IReadOnlyDictionary<string, object?> OfCart(Cart cart) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["cartId"] = cart.CartId,
        ["currency"] = cart.Currency,
        ["items"] = JsonModel.FromElement(cart.Items, "cart.items"),
        ["total"] = cart.Total,
        ["updatedAt"] = cart.UpdatedAt,
    };

    /// <summary>An order as templates see it.</summary>
    public static IReadOnlyDictionary<string, object?> OfOrder(OrderPlaced order, DateTimeOffset time) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["orderId"] = order.OrderId,
        ["currency"] = order.Currency,
        ["total"] = order.Total,
        ["items"] = JsonModel.FromElement(order.Items, "orders.items"),
        ["time"] = time,
    };

    /// <summary>A product that was looked at, as templates see it.</summary>
    public static IReadOnlyDictionary<string, object?> OfView(ProductViewed view, DateTimeOffset time) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["sku"] = view.Sku,
        ["name"] = view.Name,
        ["url"] = view.Url,
        ["time"] = time,
    };

    private static async Task<IReadOnlyDictionary<string, object?>> ReadAsync(IUnitOfWork unit, Contact contact, PersonalNames names)
    {
        var model = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (names.HasFlag(PersonalNames.Cart))
        {
            model["cart"] = await FindCartAsync(unit, contact) is { } cart ? OfCart(cart) : null;
        }

        if (names.HasFlag(PersonalNames.Orders))
        {
            var orders = await unit.Events.LatestAsync(contact.Id, EventTypes.OrderPlaced, MaxEntries);
            model["orders"] = Readable(orders, static logged => OfOrder(OrderPlaced.Read(logged.Data), logged.Time)).ToList();
        }

        if (names.HasFlag(PersonalNames.Viewed))
        {
            var views = await unit.Events.LatestAsync(contact.Id, EventTypes.ProductViewed, MaxViews);
            model["viewed"] = Readable(views, static logged => OfView(ProductViewed.Read(logged.Data), logged.Time))
                .DistinctBy(view => ((IReadOnlyDictionary<string, object?>)view!)["sku"]).Take(MaxEntries).ToList();
        }

        return model;
    }

    /// <summary>The newest cart that holds anything. As in the abandonment rule, an order since its last update means that it is done with.</summary>
    private static async Task<Cart?> FindCartAsync(IUnitOfWork unit, Contact contact)
    {
        var updates = await unit.Events.LatestAsync(contact.Id, EventTypes.CartUpdated, MaxCartUpdates);
        foreach (var cartId in Readable(updates, static logged => EventFields.Text(logged.Data, "cartId", "data", 200)).Distinct().Cast<string>())
        {
            if (await unit.Carts.GetAsync(cartId) is { HasItems: true } cart && cart.ContactId == contact.Id)
            {
                return contact.LastOrderTime >= cart.UpdatedAt ? null : cart;
            }
        }

        return null;
    }

    private static IEnumerable<object?> Readable(IReadOnlyList<LoggedEvent> events, Func<BehaviorEvent, object> read)
    {
        foreach (var logged in events)
        {
            object value;
            try
            {
                value = read(logged.Event);
            }
            catch (FieldException)
            {
                continue;
            }

            yield return value;
        }
    }
}
