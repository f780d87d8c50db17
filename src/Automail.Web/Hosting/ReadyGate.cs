namespace Automail.Web.Hosting;

/// <summary>Holds visitors off until the site has been set up, so that nobody meets a half-made site or its setup form.</summary>
internal sealed class ReadyGate
{
    private volatile bool _ready;

    /// <summary>Lets everybody in.</summary>
    public void Open() => _ready = true;

    /// <summary>Answers 503 while the gate is closed.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (_ready)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "5";
        return context.Response.WriteAsync("The site is starting. Please try again in a few seconds.");
    }
}
