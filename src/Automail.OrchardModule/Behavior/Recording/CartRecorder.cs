using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Scheduling;
using Microsoft.AspNetCore.Http;

namespace Automail.OrchardModule.Behavior.Recording;

/// <inheritdoc/>
internal sealed class CartRecorder(EventRecorder recorder, VisitorCookie visitor, IHttpContextAccessor contexts, OrchardTimeProvider clock) : ICartRecorder
{
    private const string Source = "shop";

    /// <inheritdoc/>
    public Task<bool> CartUpdatedAsync(CartSnapshot cart, Shopper? shopper = null)
        => RecordAsync(
            EventTypes.CartUpdated,
            $"cart:{cart.CartId}:{clock.Now().ToUnixTimeMilliseconds()}:{Fingerprint(cart)}",
            new { cart.CartId, cart.Currency, items = cart.Lines },
            shopper);

    /// <inheritdoc/>
    public Task<bool> OrderPlacedAsync(OrderSnapshot order, Shopper? shopper = null)
        => RecordAsync(EventTypes.OrderPlaced, $"order:{order.OrderId}", new { order.OrderId, order.CartId, order.Currency, order.Total, items = order.Lines }, shopper);

    /// <inheritdoc/>
    public Task<bool> ProductViewedAsync(ProductSnapshot product, Shopper? shopper = null)
        => RecordAsync(EventTypes.ProductViewed, $"view:{RandomNumberGenerator.GetHexString(32, lowercase: true)}", new { product.Sku, product.Name, product.Url }, shopper);

    /// <inheritdoc/>
    public Task<bool> IdentifyAsync(ContactDetails details)
        => recorder.RecordAsync(() =>
        {
            var data = new
            {
                details.Email,
                details.Name,
                details.Locale,
                details.TimeZone,
                anonymousId = visitor.Read(),
                consent = details.Consents?.Select(consent => new { consent.Purpose, consent.Source, consent.TextVersion }).ToArray() ?? [],
            };
            return [recorder.Create(EventTypes.ContactUpdated, $"identify:{RandomNumberGenerator.GetHexString(32, lowercase: true)}", Source, details.Email, data)];
        });

    private Task<bool> RecordAsync(string type, string id, object data, Shopper? shopper)
        => recorder.RecordAsync(() =>
        {
            if (shopper is not null)
            {
                return [recorder.Create(type, id, Source, shopper.Key, data)];
            }

            if (contexts.HttpContext?.User is { Identity.IsAuthenticated: true } user && UserKey(user) is { } key)
            {
                var happened = recorder.Create(type, id, Source, key, data);

                // What they did before they logged in is theirs. Told again at each event, it counts once.
                return visitor.Read() is { } before
                    ? [recorder.Create(EventTypes.ContactUpdated, $"visitor:{before}:{key}", Source, key, new { anonymousId = before }), happened]
                    : [happened];
            }

            return [recorder.Create(
                type, id, Source, visitor.ReadOrCreate() ?? throw new FieldException("subject", "is missing: there is no request, and no shopper was given."), data)];
        });

    /// <summary>The address where the claims tell it, else the user's id, which the contact has as its external id.</summary>
    private static string? UserKey(ClaimsPrincipal user)
        => user.FindFirstValue("email") ?? user.FindFirstValue(ClaimTypes.Email) ?? user.FindFirstValue(ClaimTypes.NameIdentifier);

    private static string Fingerprint(CartSnapshot cart)
        => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(cart)).AsSpan(0, 8));
}
