using System.Text;
using Automail.Engine.Flow;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace Automail.OrchardModule.Tracking.Clicks;

/// <summary>The links of mails.</summary>
[AllowAnonymous]
public sealed class ClicksController(Responses responses, ILogger<ClicksController> logger) : Controller
{
    /// <summary>Records the click and leads on. The reader is led on even when the click cannot be recorded.</summary>
    [HttpGet("automail/c/{token}"), HttpHead("automail/c/{token}")]
    public async Task<IActionResult> Follow(string token)
    {
        RecipientPages.Protect(Response);
        if (responses.Target(token) is not { } target)
        {
            return RecipientPages.NotValid(this);
        }

        if (HttpMethods.IsGet(Request.Method))
        {
            try
            {
                // Not to be given up when the reader's browser does.
                await responses.ClickAsync(token, CancellationToken.None);
            }
            catch (Exception e)
            {
                logger.LogError(e, "A click could not be recorded");
            }
        }

        // A header is ASCII.
        return Redirect(Ascii.IsValid(target) ? target : new Uri(target).AbsoluteUri);
    }
}
