using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Consent;

/// <summary>What contacts allowed.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<ConsentMigrations>();
        services.AddIndexProvider<ConsentIndexProvider>();
        services.AddIndexProvider<SuppressionIndexProvider>();
    }
}
