using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OrchardCore.Environment.Shell.Configuration;
using OrchardCore.Settings;
using OrchardSettings = OrchardCore.Settings.ISite;

namespace Automail.OrchardModule.Delivery.Settings;

/// <summary>Reads the settings in force. They are worked out anew when the site settings change, and only then.</summary>
public sealed class AutomailSettingsReader(
    ISiteService sites, IShellConfiguration configuration, IDataProtectionProvider dataProtection, ILogger<AutomailSettingsReader> logger)
{
    private readonly AutomailSettings _configured = configuration.GetSection(AutomailSettings.Section).Get<AutomailSettings>() ?? new AutomailSettings();
    private readonly IDataProtector _passwords = dataProtection.CreateProtector("Automail.Delivery.SmtpPassword");
    private volatile Known? _known;

    /// <summary>What the configuration presets.</summary>
    public AutomailSettings Configured => _configured;

    /// <summary>The settings in force.</summary>
    public async ValueTask<AutomailOptions> GetAsync() => Read(await sites.GetSiteSettingsAsync());

    /// <summary>The settings in force on a site as it was read.</summary>
    public AutomailOptions Read(OrchardSettings site)
    {
        // Orchard gives the same instance until the settings change.
        if (_known is { } known && ReferenceEquals(known.Site, site))
        {
            return known.Options;
        }

        var options = AutomailOptions.Create(site.GetOrCreate<AutomailSettings>(), _configured, Unprotect);
        _known = new Known(site, options);
        return options;
    }

    /// <summary>Protects a password for the site settings.</summary>
    public string Protect(string password) => _passwords.Protect(password);

    private string? Unprotect(string text)
    {
        try
        {
            return _passwords.Unprotect(text);
        }
        catch (CryptographicException e)
        {
            logger.LogError(e, "The password of the mail server cannot be read with this site's data-protection keys; enter it again under Settings, Email, Automail");
            return null;
        }
    }

    private sealed record Known(OrchardSettings Site, AutomailOptions Options);
}
