using System.Security.Cryptography;
using Automail.Engine.Tracking;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrchardCore.Entities;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Settings;

namespace Automail.OrchardModule.Tracking;

/// <summary>The tokens of a tenant. Their secret is made when the tenant first starts, and kept protected in its site settings.</summary>
internal sealed class TenantTokens(IDataProtectionProvider dataProtection, ILogger<TenantTokens> logger) : ITokenProtector
{
    private readonly IDataProtector _protection = dataProtection.CreateProtector("Automail.Tracking.TokenSecret");
    private volatile TokenProtector? _tokens;

    /// <inheritdoc/>
    public string Protect(TokenContent content) => Tokens().Protect(content);

    /// <inheritdoc/>
    public TokenContent? Unprotect(string? token) => Tokens().Unprotect(token);

    /// <summary>
    /// Makes the secret if there is none that can be read. To be called while the tenant is activated: Orchard lets one node at a time do that, and commits
    /// before it lets the next one.
    /// </summary>
    public async Task EnsureAsync()
    {
        var sites = Sites();
        if (Read(await sites.GetSiteSettingsAsync()) is not null)
        {
            return;
        }

        var site = await sites.LoadSiteSettingsAsync();
        if (site.GetOrCreate<TokenSecretSettings>().ProtectedSecret is { Length: > 0 })
        {
            logger.LogCritical(
                "The secret of the links in mail cannot be read with this site's data-protection keys. A new one is made; links in mail sent before lead nowhere. "
                + "Restore the keys and the site settings to make them work again");
        }

        site.Put(new TokenSecretSettings { ProtectedSecret = _protection.Protect(TokenSecret.Create()) });
        await sites.UpdateSiteSettingsAsync(site);
    }

    private TokenProtector Tokens()
        => _tokens ??= Read(Sites().GetSiteSettingsAsync().GetAwaiter().GetResult())
            ?? throw new InvalidOperationException("The secret of the links in mail was not made yet: the tenant has not started.");

    private static ISiteService Sites() => ShellScope.Services.GetRequiredService<ISiteService>();

    private TokenProtector? Read(ISite site)
    {
        if (site.GetOrCreate<TokenSecretSettings>().ProtectedSecret is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            return new TokenProtector(TokenSecret.Parse(_protection.Unprotect(text)));
        }
        catch (Exception e) when (e is CryptographicException or Engine.FieldException)
        {
            logger.LogError(e, "The secret of the links in mail cannot be read");
            return null;
        }
    }
}
