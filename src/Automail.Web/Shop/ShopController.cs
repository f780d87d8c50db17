using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrchardCore.Localization;

namespace Automail.Web.Shop;

/// <summary>The shop's pages: look around, fill a basket, order.</summary>
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

    /// <summary>The basket.</summary>
    [HttpGet("basket")]
    public IActionResult Basket() => View(NewOrder());

    /// <summary>Puts one more of a product into the basket.</summary>
    [HttpPost("basket/add")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Add(string sku)
    {
        if (Catalog.Find(sku) is not { } product)
        {
            return NotFound();
        }

        await SaveAsync(Shop.Basket.Of(HttpContext).Add(product));
        return RedirectToAction(nameof(Basket));
    }

    /// <summary>Sets how many of a product there are; none removes it.</summary>
    [HttpPost("basket/set")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Set(string sku, int quantity)
    {
        if (Catalog.Find(sku) is not { } product)
        {
            return NotFound();
        }

        await SaveAsync(Shop.Basket.Of(HttpContext).With(product, quantity));
        return RedirectToAction(nameof(Basket));
    }

    /// <summary>Orders what is in the basket. Nothing is paid and nothing is delivered: it is a demonstration.</summary>
    [HttpPost("order")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Order(OrderForm form)
    {
        var basket = Shop.Basket.Of(HttpContext);
        var email = visitor.Email ?? form.Email;
        if (basket.Lines.Count == 0)
        {
            return RedirectToAction(nameof(Basket));
        }

        if (string.IsNullOrWhiteSpace(email))
        {
            ModelState.AddModelError(nameof(form.Email), S["An order needs an e-mail address."]);
        }

        if (ModelState.IsValid && await events.OrderedAsync(basket, email!, form.Name) is { } problem)
        {
            ModelState.AddModelError(nameof(form.Email), problem);
        }

        if (!ModelState.IsValid)
        {
            return View(nameof(Basket), form with { Contents = basket });
        }

        // The order's basket has done its work: the next one has another id.
        Shop.Basket.New().SaveTo(HttpContext);
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
        => new() { Contents = Shop.Basket.Of(HttpContext), Email = visitor.Email, Name = null };

    private async Task SaveAsync(Basket basket)
    {
        basket.SaveTo(HttpContext);
        await events.BasketChangedAsync(basket);
    }
}
