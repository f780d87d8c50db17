using Automail.Engine.Delivery;
using Automail.OrchardModule.Delivery.Settings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.Email;
using OrchardCore.Email.Services;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Delivery;

/// <summary>The ledger of mails, and how they leave.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<DeliveryMigrations>();
        services.AddIndexProvider<SendIndexProvider>();
        services.AddSingleton<AutomailSettingsReader>();
        services.AddScoped<AutomailSettingsForm>();
        services.AddSiteDisplayDriver<AutomailSettingsDriver>();
        services.AddScoped<IAuthorizationHandler, SettingsAccess>();
        services.AddSingleton<MailTransports>();
        services.AddSingleton<PlainMailSender>();
        services.AddSingleton<IMailTransport, OrchardMailTransport>();
        services.AddOptions<EmailProviderOptions>().Configure<AutomailSettingsReader>(AutomailProviderOptions.Add);
        services.AddTransient<IPostConfigureOptions<EmailOptions>, AutomailProviderOptions>();
    }
}
