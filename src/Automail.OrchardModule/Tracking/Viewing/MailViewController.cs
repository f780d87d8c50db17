using Automail.Engine.Flow;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Automail.OrchardModule.Tracking.Viewing;

/// <summary>A mail in a browser. As with unsubscribing, the token is the permission.</summary>
[AllowAnonymous]
public sealed class MailViewController(MailViews views) : Controller
{
    /// <summary>Shows it as it is, without the site around it. Records nothing.</summary>
    [HttpGet("automail/view/{token}"), HttpHead("automail/view/{token}")]
    public async Task<IActionResult> Index(string token)
    {
        RecipientPages.Protect(Response);
        if (await views.FindAsync(token, HttpContext.RequestAborted) is not { } view)
        {
            return RecipientPages.NotValid(this);
        }

        if (view.Html is null)
        {
            var page = View("AutomailMailGone");
            page.StatusCode = StatusCodes.Status410Gone;
            return page;
        }

        Response.Headers.ContentSecurityPolicy = MailViews.ContentSecurityPolicy;
        return Content(view.Html, "text/html; charset=utf-8");
    }
}
