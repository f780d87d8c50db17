using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrchardCore.Localization;

namespace Automail.Web.Shop;

/// <summary>The shop's pages: look around, fill a cart, order.</summary>
[Route("")]
public sealed class ShopController(ShopEvents events, Visitor visitor, ILocalizationService localization, IStringLocalizer<ShopController> S) : Controller
{
    /// <summary>All products.</summary>
    [HttpGet("")]
    public IActionResult Index() => View(Catalog.Products);

    /// <summary>One product.</summary>
    [HttpGet("products/{sku}")]
    public async Task<IActionResult> Product(string sku)
    {
        if (Catalog.Find(sku) is not { } product)
        {
            return NotFound();
        }

        await events.ViewedAsync(product);
        return View(product);
    }

    /// <summary>The cart.</summary>
    [HttpGet("cart")]
    public IActionResult Cart() => View(NewOrder());

    /// <summary>Puts one more of a product into the cart.</summary>
    [HttpPost("cart/add")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Add(string sku)
    {
        if (Catalog.Find(sku) is not { } product)
        {
            return NotFound();
        }

        await SaveAsync(Shop.Cart.Of(HttpContext).Add(product));
        return RedirectToAction(nameof(Cart));
    }

    /// <summary>Sets how many of a product there are; none removes it.</summary>
    [HttpPost("cart/set")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Set(string sku, int quantity)
    {
        if (Catalog.Find(sku) is not { } product)
        {
            return NotFound();
        }

        await SaveAsync(Shop.Cart.Of(HttpContext).With(product, quantity));
        return RedirectToAction(nameof(Cart));
    }

    /// <summary>Orders what is in the cart. Nothing is paid and nothing is delivered: it is a demonstration.</summary>
    [HttpPost("order")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Order(OrderForm form)
    {
        var cart = Shop.Cart.Of(HttpContext);
        var email = visitor.Email ?? form.Email;
        if (cart.Lines.Count == 0)
        {
            return RedirectToAction(nameof(Cart));
        }

        if (string.IsNullOrWhiteSpace(email))
        {
            ModelState.AddModelError(nameof(form.Email), S["An order needs an e-mail address."]);
        }

        if (ModelState.IsValid && await events.OrderedAsync(cart, email!, form.Name) is { } problem)
        {
            ModelState.AddModelError(nameof(form.Email), problem);
        }

        if (!ModelState.IsValid)
        {
            return View(nameof(Cart), form with { Contents = cart });
        }

        // The order's cart has done its work: the next one has another id.
        Shop.Cart.New().SaveTo(HttpContext);
        return RedirectToAction(nameof(Thanks));
    }

    /// <summary>After an order.</summary>
    [HttpGet("thanks")]
    public IActionResult Thanks() => View();

    /// <summary>Remembers the language that a visitor chose.</summary>
    [HttpPost("language")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Language(string culture, string? returnUrl)
    {
        if ((await localization.GetSupportedCulturesAsync()).Contains(culture, StringComparer.OrdinalIgnoreCase))
        {
            Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)),
                new CookieOptions { HttpOnly = true, IsEssential = true, MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax });
        }

        return Url.IsLocalUrl(returnUrl) ? LocalRedirect(returnUrl) : RedirectToAction(nameof(Index));
    }

    private OrderForm NewOrder()
        => new() { Contents = Shop.Cart.Of(HttpContext), Email = visitor.Email, Name = null };

    private async Task SaveAsync(Cart cart)
    {
        cart.SaveTo(HttpContext);
        await events.CartChangedAsync(cart);
    }
}
