using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Behavior;

/// <summary>What contacts do.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<BehaviorMigrations>();
        services.AddIndexProvider<EventIndexProvider>();
        services.AddIndexProvider<CartIndexProvider>();
    }
}
