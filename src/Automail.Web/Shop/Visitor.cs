using System.Security.Claims;
using Microsoft.AspNetCore.Mvc.Localization;

namespace Automail.Web.Shop;

/// <summary>Who is looking: somebody who is logged in, or nobody in particular.</summary>
public sealed class Visitor(IHttpContextAccessor contexts)
{
    /// <summary>The address of the account; null for somebody who is not logged in.</summary>
    public string? Email => contexts.HttpContext?.User is { Identity.IsAuthenticated: true } user ? user.FindFirstValue("email") ?? user.FindFirstValue(ClaimTypes.Email) : null;

    /// <summary>What the check box of the registration says, in the visitor's language.</summary>
    public static LocalizedHtmlString ConsentText(IViewLocalizer T) => T["Send me news and reminders by e-mail. I can stop them at any time."];
}
