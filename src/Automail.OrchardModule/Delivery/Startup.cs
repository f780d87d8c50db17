using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Delivery;

/// <summary>The ledger of mails.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<DeliveryMigrations>();
        services.AddIndexProvider<SendIndexProvider>();
    }
}
