using Automail.Engine.Flow;
using Automail.OrchardModule.Tracking;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Automail.OrchardModule.Consent.Pages;

/// <summary>What a recipient wants to get. As with unsubscribing, the token is the permission.</summary>
[AllowAnonymous]
[Route("automail/preferences/{token}")]
public sealed class PreferencesController(Responses responses) : Controller
{
    /// <summary>Shows them.</summary>
    [HttpGet, HttpHead]
    public async Task<IActionResult> Index(string token)
    {
        RecipientPages.Protect(Response);
        return await ShowAsync(token, saved: false);
    }

    /// <summary>Saves them.</summary>
    [HttpPost, IgnoreAntiforgeryToken, RequestSizeLimit(16 * 1024)]
    public async Task<IActionResult> Save(string token, [FromForm] string[]? granted)
    {
        RecipientPages.Protect(Response);
        return await responses.SetPreferencesAsync(token, (granted ?? []).ToHashSet(StringComparer.Ordinal), CancellationToken.None)
            ? await ShowAsync(token, saved: true)
            : RecipientPages.NotValid(this);
    }

    private async Task<IActionResult> ShowAsync(string token, bool saved)
        => await responses.PreferencesAsync(token, HttpContext.RequestAborted) is { } preferences
            ? View("Index", new PreferencesViewModel { Token = token, Preferences = preferences, Saved = saved })
            : RecipientPages.NotValid(this);
}
