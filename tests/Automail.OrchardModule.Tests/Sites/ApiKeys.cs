using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrchardCore.Security.Permissions;

namespace Automail.OrchardModule.Tests.Sites;

/// <summary>
/// Stands for the bearer tokens that Orchard's OpenID module checks on a real site: <c>Authorization: Bearer NAME:ROLE</c> is somebody of that name and role,
/// <c>Bearer NAME:ROLE:PERMISSION,…</c> one with these permissions, which such a token carries.
/// </summary>
public sealed class ApiKeys(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Bearer";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var parts = header["Bearer ".Length..].Split(':');
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, parts[0]), new Claim(ClaimTypes.Name, parts[0])], Name);
        if (parts.Length > 1)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, parts[1]));
        }

        identity.AddClaims(parts.Skip(2).SelectMany(names => names.Split(',')).Select(name => new Claim(Permission.ClaimType, name)));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }
}
