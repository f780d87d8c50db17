namespace Automail.OrchardModule.Behavior.Recording;

/// <summary>
/// What a shop on this site calls when its customers do something. Without a <see cref="Shopper"/> it is the user of the request, else the visitor that a
/// first-party cookie names, which is set then. Nothing is thrown for what goes wrong here: a shop must not fail over mail. What could not be recorded is logged.
/// </summary>
public interface ICartRecorder
{
    /// <summary>The contents of a cart changed.</summary>
    /// <returns>Whether it is recorded, or will be when the request has committed.</returns>
    Task<bool> CartUpdatedAsync(CartSnapshot cart, Shopper? shopper = null);

    /// <summary>An order was placed.</summary>
    /// <returns>Whether it is recorded, or will be when the request has committed.</returns>
    Task<bool> OrderPlacedAsync(OrderSnapshot order, Shopper? shopper = null);

    /// <summary>A product was looked at.</summary>
    /// <returns>Whether it is recorded, or will be when the request has committed.</returns>
    Task<bool> ProductViewedAsync(ProductSnapshot product, Shopper? shopper = null);

    /// <summary>Somebody gave an address: what the visitor of this request did before is theirs.</summary>
    /// <returns>Whether it is recorded, or will be when the request has committed.</returns>
    Task<bool> IdentifyAsync(ContactDetails details);
}
