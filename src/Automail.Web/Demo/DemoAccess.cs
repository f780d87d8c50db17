using System.Net;
using OrchardCore;

namespace Automail.Web.Demo;

/// <summary>
/// Who may see everybody's mail and move the clock: the administrator, and whoever sits at the machine that the site runs on. A request through a proxy, or
/// under a name that is not the machine's own, comes from nobody who is known to sit there.
/// </summary>
public sealed class DemoAccess
{
    /// <summary>Whether this request may.</summary>
    public bool IsAllowed(HttpContext context)
        => context.User.IsInRole(OrchardCoreConstants.Roles.Administrator) || IsLocal(context);

    private static bool IsLocal(HttpContext context)
        => context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && !context.Request.Headers.ContainsKey("X-Forwarded-For")
            && !context.Request.Headers.ContainsKey("Forwarded")
            && (context.Request.Host.Host == "localhost" || (IPAddress.TryParse(context.Request.Host.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host)));
}
