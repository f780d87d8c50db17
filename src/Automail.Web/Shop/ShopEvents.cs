using System.Globalization;
using System.Security.Cryptography;
using Automail.OrchardModule.Behavior.Recording;
using Microsoft.Extensions.Localization;

namespace Automail.Web.Shop;

/// <summary>What the shop tells Automail, through the recorder that is there for every shop.</summary>
public sealed class ShopEvents(ICartRecorder recorder, Visitor visitor, IStringLocalizer<ShopEvents> S)
{
    /// <summary>A product was looked at.</summary>
    public Task ViewedAsync(Product product) => recorder.ProductViewedAsync(new ProductSnapshot(product.Sku, product.Name, PageOf(product)));

    /// <summary>The cart has other contents.</summary>
    public Task CartChangedAsync(Cart cart) => recorder.CartUpdatedAsync(new CartSnapshot(cart.Id, Catalog.Currency, Lines(cart)));

    /// <summary>An order was placed. Somebody who is not logged in becomes known by it.</summary>
    /// <returns>What is wrong with the address; null when nothing is.</returns>
    public async Task<string?> OrderedAsync(Cart cart, string email, string? name)
    {
        var buyer = new ContactDetails(email.Trim(), string.IsNullOrWhiteSpace(name) ? null : name.Trim(), CultureInfo.CurrentUICulture.Name);
        if (visitor.Email is null && !await recorder.IdentifyAsync(buyer))
        {
            return S["'{0}' cannot be used as an e-mail address.", email];
        }

        var orderId = RandomNumberGenerator.GetHexString(12, lowercase: true);
        await recorder.OrderPlacedAsync(new OrderSnapshot(orderId, Catalog.Currency, cart.Total, Lines(cart), cart.Id));
        return null;
    }

    private static string PageOf(Product product) => $"/products/{product.Sku}";

    // Mail programs show no SVG, so mail has pictures of its own.
    private static string PictureOf(Product product) => $"/pictures/{product.Sku}.png";

    private static IReadOnlyList<CartLine> Lines(Cart cart)
        => [.. cart.Lines.Select(line => new CartLine(line.Product.Sku, line.Product.Name, line.Quantity, line.Product.Price, PageOf(line.Product), PictureOf(line.Product)))];
}
