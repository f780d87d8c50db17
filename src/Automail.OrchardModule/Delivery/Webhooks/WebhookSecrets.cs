using System.Security.Cryptography;
using Automail.Engine;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.Scheduling;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using OrchardCore.Entities;
using OrchardCore.Settings;

namespace Automail.OrchardModule.Delivery.Webhooks;

/// <summary>The webhooks of a tenant: the secrets with which calls are signed, and the hosts of its own. The first secret is made when the tenant first starts.</summary>
internal sealed class WebhookSecrets(ISiteService sites, IDataProtectionProvider dataProtection, OrchardTimeProvider clock, ILogger<WebhookSecrets> logger) : IWebhookSettings, IDisposable
{
    /// <summary>How long a secret that was replaced goes on signing.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private readonly IDataProtector _protection = dataProtection.CreateProtector("Automail.Delivery.WebhookSecret");
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public async ValueTask<WebhookSettings> GetAsync()
    {
        // Calls go side by side, and what is behind the site settings serves one at a time.
        await _turn.WaitAsync();
        try
        {
            var settings = (await sites.GetSiteSettingsAsync()).GetOrCreate<WebhookSiteSettings>();
            var former = settings.FormerUntil > clock.Now() ? settings.ProtectedFormer : null;
            return new WebhookSettings
            {
                Secrets = [.. new[] { settings.ProtectedSecret, former }.Select(Read).OfType<string>().Select(text => WebhookSecret.Parse(text))],
                OwnHosts = settings.OwnHosts,
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Makes the secret if there is none that can be read. To be called while the tenant is activated: Orchard lets one node at a time do that.</summary>
    public async Task EnsureAsync()
    {
        var known = (await sites.GetSiteSettingsAsync()).GetOrCreate<WebhookSiteSettings>();
        if (Read(known.ProtectedSecret) is not null)
        {
            return;
        }

        if (known.ProtectedSecret is { Length: > 0 })
        {
            logger.LogError("The secret of the webhooks cannot be read with this site's data-protection keys. A new one is made: give it to the receivers, under Automail, Webhooks");
        }

        await ChangeAsync(settings => (settings.ProtectedSecret, settings.ProtectedFormer, settings.FormerUntil) = (Create(), null, null));
    }

    /// <summary>The secret in force, as text; null when it cannot be read.</summary>
    public string? Show(WebhookSiteSettings settings) => Read(settings.ProtectedSecret);

    /// <summary>Makes a new secret. The one before signs, too, for a day.</summary>
    public Task RotateAsync() => ChangeAsync(settings =>
        (settings.ProtectedFormer, settings.FormerUntil, settings.ProtectedSecret) = (settings.ProtectedSecret, clock.Now() + Overlap, Create()));

    /// <summary>Has the secret that was replaced sign no more.</summary>
    public Task DropFormerAsync() => ChangeAsync(settings => (settings.ProtectedFormer, settings.FormerUntil) = (null, null));

    /// <summary>Sets the hosts of the site's own.</summary>
    public Task SetHostsAsync(IReadOnlyList<string> hosts) => ChangeAsync(settings => settings.OwnHosts = hosts);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task ChangeAsync(Action<WebhookSiteSettings> change)
    {
        var site = await sites.LoadSiteSettingsAsync();
        site.Alter(nameof(WebhookSiteSettings), change);
        await sites.UpdateSiteSettingsAsync(site);
    }

    private string Create() => _protection.Protect(WebhookSecret.Create());

    private string? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            var secret = _protection.Unprotect(text);
            _ = WebhookSecret.Parse(secret);
            return secret;
        }
        catch (Exception e) when (e is CryptographicException or FieldException)
        {
            logger.LogError(e, "A secret of the webhooks cannot be read");
            return null;
        }
    }
}
