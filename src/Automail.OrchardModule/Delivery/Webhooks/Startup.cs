using Automail.Engine;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.Flow;
using Automail.OrchardModule.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.BackgroundTasks;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Delivery.Webhooks;

/// <summary>Calls of other systems.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<IWebhookSettings>(provider => provider.GetRequiredService<WebhookSecrets>());
        services.AddSingleton<IWebhooks>(provider => new HttpWebhooks(provider.GetRequiredService<IWebhookSettings>()));

        // No due handler like the others: it has a lane of its own.
        services.AddSingleton(provider => new WebhookSender(provider.GetRequiredService<IAutomailStore>(), provider.GetRequiredService<IWebhooks>(), provider.GetRequiredService<OrchardTimeProvider>()));
        services.AddSingleton<WebhookDrain>();
        services.AddSingleton<IDueWork>(provider => provider.GetRequiredService<WebhookDrain>());
        services.AddSingleton<IBackgroundTask, WebhookBackgroundTask>();
    }
}
