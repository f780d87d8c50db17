using Automail.OrchardModule.Delivery.Settings;
using Microsoft.Extensions.Options;
using OrchardCore.Email;
using OrchardCore.Email.Services;
using OrchardCore.Settings;

namespace Automail.OrchardModule.Delivery;

/// <summary>
/// Offers our provider to the site: enabled once it has somewhere to send to, and the default for other modules' mail only when the site says so. Orchard would else
/// take any enabled provider, and a password reset must not change its way because Automail was installed.
/// </summary>
internal sealed class AutomailProviderOptions(ISiteService sites, IOptions<EmailProviderOptions> providers) : IPostConfigureOptions<EmailOptions>
{
    /// <inheritdoc/>
    public void PostConfigure(string? name, EmailOptions options)
    {
        if (options.DefaultProviderName == AutomailSmtpProvider.Name
            && sites.GetSettings<EmailSettings>().DefaultProviderName != AutomailSmtpProvider.Name
            && Others().LastOrDefault() is { } other)
        {
            options.DefaultProviderName = other;
        }
    }

    /// <summary>Adds the provider.</summary>
    internal static void Add(EmailProviderOptions options, AutomailSettingsReader settings)
        => options.TryAddProvider(AutomailSmtpProvider.Name, new EmailProviderTypeOptions(typeof(AutomailSmtpProvider))
        {
            IsEnabled = settings.GetAsync().AsTask().GetAwaiter().GetResult().IsConfigured,
        });

    private IEnumerable<string> Others()
        => providers.Value.Providers.Where(provider => provider.Value.IsEnabled && provider.Key != AutomailSmtpProvider.Name).Select(provider => provider.Key).Order(StringComparer.Ordinal);
}
