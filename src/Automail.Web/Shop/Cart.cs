using System.Security.Cryptography;

namespace Automail.Web.Shop;

/// <summary>One product in a cart.</summary>
public sealed record CartItem(Product Product, int Quantity)
{
    /// <summary>What it costs.</summary>
    public decimal Total => Product.Price * Quantity;
}

/// <summary>
/// What a visitor is about to buy. It lives in a cookie of the visitor's, as <c>id|sku:count|sku:count</c>, so that the shop keeps nothing for people who only
/// look around. A cookie can say anything: unknown products and odd counts are dropped, and prices are the catalogue's.
/// </summary>
public sealed record Cart(string Id, IReadOnlyList<CartItem> Lines)
{
    /// <summary>The most of one product.</summary>
    public const int MaxQuantity = 20;

    private const string Cookie = "lantern-cart";

    private const int IdBytes = 16;

    /// <summary>What all of it costs.</summary>
    public decimal Total => Lines.Sum(line => line.Total);

    /// <summary>How many pieces there are.</summary>
    public int Count => Lines.Sum(line => line.Quantity);

    /// <summary>The visitor's cart; a new one for somebody without.</summary>
    public static Cart Of(HttpContext context) => Parse(context.Request.Cookies[Cookie]) ?? New();

    /// <summary>An empty cart.</summary>
    public static Cart New() => new(RandomNumberGenerator.GetHexString(2 * IdBytes, lowercase: true), []);

    /// <summary>Reads a cookie; null when it is none of ours.</summary>
    internal static Cart? Parse(string? cookie)
    {
        var parts = cookie?.Split('|') ?? [];
        if (parts.Length is 0 or > 50 || parts[0].Length != 2 * IdBytes || !parts[0].All(char.IsAsciiHexDigitLower))
        {
            return null;
        }

        var cart = new Cart(parts[0], []);
        foreach (var part in parts[1..])
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && Catalog.Find(part[..colon]) is { } product && int.TryParse(part[(colon + 1)..], out var quantity))
            {
                cart = cart.With(product, quantity);
            }
        }

        return cart;
    }

    /// <summary>The cart with so many of a product; none or fewer removes it.</summary>
    public Cart With(Product product, int quantity)
    {
        var lines = Lines.Where(line => line.Product != product);
        return this with { Lines = quantity < 1 ? [.. lines] : [.. lines, new CartItem(product, Math.Min(quantity, MaxQuantity))] };
    }

    /// <summary>The cart with one more of a product.</summary>
    public Cart Add(Product product) => With(product, Lines.Where(line => line.Product == product).Sum(line => line.Quantity) + 1);

    /// <summary>Gives the visitor the cookie.</summary>
    public void SaveTo(HttpContext context)
        => context.Response.Cookies.Append(Cookie, ToString(), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(30),
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });

    /// <inheritdoc/>
    public override string ToString() => string.Join('|', Lines.Select(line => $"{line.Product.Sku}:{line.Quantity}").Prepend(Id));
}
