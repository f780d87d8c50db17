using Automail.Engine.Flow;
using Automail.OrchardModule.Tracking;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Automail.OrchardModule.Consent.Pages;

/// <summary>
/// Unsubscribing: a page that asks, for people, and one click, for mail programs (RFC 8058). The token is the permission: neither login nor cookie is needed, and a
/// forged form on another site cannot have it.
/// </summary>
[AllowAnonymous]
[Route("automail/unsubscribe/{token}")]
public sealed class UnsubscribeController(Responses responses) : Controller
{
    private const string OneClickField = "List-Unsubscribe";
    private const string OneClickValue = "One-Click";

    /// <summary>Asks. Changes nothing: scanners follow links.</summary>
    [HttpGet, HttpHead]
    public async Task<IActionResult> Index(string token)
    {
        RecipientPages.Protect(Response);
        return await responses.WhoseAsync(token, HttpContext.RequestAborted) is { } owner
            ? View(new UnsubscribeViewModel { Token = token, Email = owner.Contact?.Email, Purpose = owner.Purpose })
            : RecipientPages.NotValid(this);
    }

    /// <summary>Unsubscribes, by one click or by the button of the page. Answers one click in plain text, without a redirect or a cookie.</summary>
    [HttpPost, IgnoreAntiforgeryToken, RequestSizeLimit(16 * 1024)]
    public async Task<IActionResult> Confirm(string token)
    {
        RecipientPages.Protect(Response);
        var fromPage = await HasFieldAsync("page", "1");
        var known = await responses.UnsubscribeAsync(token, fromPage ? "page" : "one-click", CancellationToken.None);
        if (!fromPage)
        {
            return known ? Content("You are unsubscribed.", "text/plain") : NotFoundText();
        }

        return known ? View("Done", new UnsubscribeViewModel { Token = token }) : RecipientPages.NotValid(this);
    }

    private static ContentResult NotFoundText()
        => new() { Content = "This link is not valid.", ContentType = "text/plain", StatusCode = StatusCodes.Status404NotFound };

    /// <summary>Whether the form has a field. What cannot be read has none: whoever posts here wants out.</summary>
    private async Task<bool> HasFieldAsync(string name, string value)
    {
        if (!Request.HasFormContentType)
        {
            return false;
        }

        try
        {
            var form = await Request.ReadFormAsync(HttpContext.RequestAborted);
            return form[name] == value && form[OneClickField] != OneClickValue;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or BadHttpRequestException)
        {
            return false;
        }
    }
}
