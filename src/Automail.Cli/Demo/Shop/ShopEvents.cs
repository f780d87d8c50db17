using System.Text.Json;
using Automail.Cli.Demo.Http;
using Automail.Engine.Behavior;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;

namespace Automail.Cli.Demo.Shop;

/// <summary>Somebody made an account.</summary>
internal sealed record SignUp(string Visitor, string Email, string? Name, string? Locale, string? TimeZone, bool Consent);

/// <summary>A cart as it is now, or as it is ordered. Prices are the catalogue's.</summary>
internal sealed record ShopCart(string Who, string CartId, IReadOnlyList<(Product Product, int Quantity)> Items);

/// <summary>Tells Automail what happens in the shop, as any shop's server would: as CloudEvents, checked like those from outside.</summary>
internal sealed class ShopEvents(Intake intake, TimeProvider clock, DemoWorker worker)
{
    private const string Source = "/demo/shop";
    private const string ConsentText = "2026-1";
    private long _lastId;

    public Task SignUpAsync(SignUp form) => SendAsync(EventTypes.UserRegistered, form.Visitor, new
    {
        email = form.Email,
        name = form.Name,
        locale = form.Locale,
        timeZone = form.TimeZone,
        consent = form.Consent ? new[] { new { purpose = "marketing", source = "sign-up form of the shop", textVersion = ConsentText } } : [],
    });

    public Task ViewAsync(string who, Product product) => SendAsync(EventTypes.ProductViewed, who, new { sku = product.Sku, name = product.Name, url = Url(product) });

    public Task UpdateCartAsync(ShopCart cart) => SendAsync(EventTypes.CartUpdated, cart.Who, new { cartId = cart.CartId, currency = Catalog.Currency, items = Items(cart) });

    public Task OrderAsync(ShopCart cart) => SendAsync(EventTypes.OrderPlaced, cart.Who, new
    {
        orderId = $"order-{clock.Now().ToUnixTimeMilliseconds()}",
        cartId = cart.CartId,
        currency = Catalog.Currency,
        total = cart.Items.Sum(item => item.Product.Price * item.Quantity),
        items = Items(cart),
    });

    private static object[] Items(ShopCart cart) =>
    [
        .. cart.Items.Select(item => new
        {
            sku = item.Product.Sku,
            name = item.Product.Name,
            quantity = item.Quantity,
            price = item.Product.Price,
            url = Url(item.Product),
            imageUrl = ProductPictures.Url(item.Product),
        }),
    ];

    private static string Url(Product product) => $"/products/{product.Sku}";

    private async Task SendAsync(string type, string subject, object data)
    {
        var now = clock.Now();
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            specversion = "1.0",
            id = $"{now.ToUnixTimeMilliseconds()}-{Interlocked.Increment(ref _lastId)}",
            source = Source,
            type,
            subject,
            time = OutputJson.Time(now),
            data,
        });
        await intake.AcceptAsync(CloudEventReader.Read(body, now));
        worker.Wake();
    }
}
