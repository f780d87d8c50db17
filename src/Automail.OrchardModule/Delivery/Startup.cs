using Automail.Engine.Delivery;
using Automail.OrchardModule.Delivery.Settings;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Email;
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
        services.AddSingleton<MailTransports>();
        services.AddSingleton<PlainMailSender>();
        services.AddSingleton<IMailTransport, OrchardMailTransport>();
        services.AddEmailProvider<AutomailSmtpProvider>(AutomailSmtpProvider.Name);
    }
}
