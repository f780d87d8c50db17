namespace Automail.Engine.Behavior.CartAbandonment;

/// <summary>
/// The cart-abandonment rule (design, section 4). A cart with at least one item whose contact is known is abandoned when the idle time passes after its last
/// update with no newer update and no order of that contact since; once per such period. Different journeys may ask for different idle times: each is
/// reported once per period, and the cart still costs one entry in the due queue.
/// </summary>
public static class CartRule
{
    /// <summary>The idle time unless a site or journey sets another.</summary>
    public static readonly TimeSpan StandardIdle = TimeSpan.FromHours(1);

    /// <summary>The cart after an update, or null when the update is older than what is known and changes nothing.</summary>
    public static Cart? Update(Cart? known, CartUpdate update, string contactId, DateTimeOffset time)
        => known is not null && time < known.UpdatedAt
            ? null
            : new Cart
            {
                CartId = update.CartId,
                ContactId = contactId,
                Currency = update.Currency,
                Items = update.Items,
                Total = update.Total,
                UpdatedAt = time,
            };

    /// <summary>When the cart has to be looked at next, UTC; null when this period is over.</summary>
    public static DateTimeOffset? NextCheck(Cart cart, IReadOnlyCollection<TimeSpan> idleTimes)
    {
        if (!cart.HasItems)
        {
            return null;
        }

        TimeSpan? next = null;
        foreach (var idle in idleTimes)
        {
            if (idle > cart.ReportedIdle && (next is null || idle < next))
            {
                next = idle;
            }
        }

        return cart.UpdatedAt + next;
    }

    /// <summary>
    /// The idle times for which the cart is abandoned at <paramref name="now"/> and was not reported before, shortest first.
    /// </summary>
    /// <param name="cart">The cart.</param>
    /// <param name="contactKnown">Whether the contact's address is known now.</param>
    /// <param name="lastOrder">When the contact last ordered, UTC; an order at the very moment of the update counts as later.</param>
    /// <param name="idleTimes">The idle times that journeys ask for.</param>
    /// <param name="now">The present, UTC.</param>
    public static IReadOnlyList<TimeSpan> Abandoned(Cart cart, bool contactKnown, DateTimeOffset? lastOrder, IReadOnlyCollection<TimeSpan> idleTimes, DateTimeOffset now)
        => !contactKnown || !cart.HasItems || lastOrder >= cart.UpdatedAt
            ? []
            : [.. idleTimes.Where(idle => idle > cart.ReportedIdle && cart.UpdatedAt + idle <= now).Distinct().Order()];
}
