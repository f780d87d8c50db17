using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Automail.OrchardModule.Tracking;

/// <summary>What the pages behind the links of mails have in common. Their addresses are secrets of the recipient.</summary>
internal static class RecipientPages
{
    /// <summary>Keeps the address out of caches, search engines and the logs of other sites.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <summary>A plain page for a token that is forged, truncated, or of another site.</summary>
    public static ViewResult NotValid(Controller controller)
    {
        var page = controller.View("AutomailLinkNotValid");
        page.StatusCode = StatusCodes.Status404NotFound;
        return page;
    }
}
