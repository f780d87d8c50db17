using Automail.Engine;
using Automail.Engine.Scheduling;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using NodaTime;
using OrchardCore.Modules;

namespace Automail.Web.Demo;

/// <summary>How far to move, ISO 8601.</summary>
public sealed record ClockMove(string? Advance);

/// <summary>Everybody's inbox and the clock, for whoever demonstrates the site. The JSON addresses are those of the playground.</summary>
[Route("demo")]
public sealed class DemoController(DemoAccess access, Inbox inbox, ClockMover mover, DemoClock clock, ILocalClock localClock) : Controller
{
    private const int MaxMails = 200;

    /// <inheritdoc/>
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (!access.IsAllowed(HttpContext))
        {
            context.Result = NotFound();
        }
    }

    /// <summary>The page with both.</summary>
    [HttpGet("")]
    public async Task<IActionResult> Index()
    {
        var zone = await localClock.GetLocalTimeZoneAsync();
        return View(new DemoPage
        {
            Now = clock.Now,
            Ahead = TimeSpan.FromMinutes(Math.Round(clock.Ahead.TotalMinutes)),
            Next = await mover.NextAsync(HttpContext.RequestAborted) is { } next ? clock.ConvertToTimeZone(next, zone) : null,
            Mails = await inbox.ListAsync(MaxMails, HttpContext.RequestAborted),
            ToLocal = moment => clock.ConvertToTimeZone(moment, zone),
        });
    }

    /// <summary>Moves the clock by a duration, or to what comes next, and shows the page again.</summary>
    [HttpPost("move")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Move(string advance)
    {
        if (advance == "next")
        {
            if (await mover.NextAsync(HttpContext.RequestAborted) is { } next)
            {
                await mover.MoveToAsync(next, CancellationToken.None);
            }
        }
        else
        {
            await mover.MoveToAsync(Target(advance), CancellationToken.None);
        }

        return RedirectToAction(nameof(Index));
    }

    /// <summary>Moves the clock. JSON cannot be posted across origins without asking, so there is no token.</summary>
    [HttpPost("clock")]
    [Consumes("application/json")]
    [IgnoreAntiforgeryToken]
    public async Task<IActionResult> Clock([FromBody] ClockMove move)
    {
        try
        {
            await mover.MoveToAsync(Target(move.Advance), CancellationToken.None);
            return Json(new { now = clock.Now });
        }
        catch (FieldException error)
        {
            return Problem(error.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>The mails as JSON.</summary>
    [HttpGet("inbox")]
    public async Task<IActionResult> List() => Json(await inbox.ListAsync(MaxMails, HttpContext.RequestAborted));

    /// <summary>One mail as it was written.</summary>
    [HttpGet("inbox/{id}.eml")]
    public IActionResult File(string id) => inbox.Find(id) is { } file ? PhysicalFile(file, "message/rfc822", id + ".eml") : NotFound();

    /// <summary>The page of one mail.</summary>
    [HttpGet("mail/{id}")]
    public async Task<IActionResult> Mail(string id)
    {
        if (await inbox.ReadAsync(id, HttpContext.RequestAborted) is not { } message)
        {
            return NotFound();
        }

        HttpContext.Response.RegisterForDispose(message);
        return View(new MailPage(id, message, clock.ConvertToTimeZone(message.Date, await localClock.GetLocalTimeZoneAsync())));
    }

    /// <summary>The HTML part, for a frame: it may show pictures and be styled, and may do nothing else.</summary>
    [HttpGet("mail/{id}/html")]
    public async Task<IActionResult> Html(string id)
    {
        if (await inbox.ReadAsync(id, HttpContext.RequestAborted) is not { } message)
        {
            return NotFound();
        }

        using (message)
        {
            Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox";

            // Links open beside the page, not in the frame.
            return Content("<base target=\"_blank\">" + message.HtmlBody, "text/html; charset=utf-8");
        }
    }

    private DateTimeOffset Target(string? advance)
    {
        var duration = WaitDuration.Parse(advance, nameof(advance));
        return duration.Approximate() <= ClockMover.MaxMove
            ? duration.After(clock.Now, DateTimeZone.Utc)
            : throw new FieldException(nameof(advance), $"is longer than {ClockMover.MaxMove.Days} days.");
    }
}
