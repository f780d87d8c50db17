using Microsoft.Extensions.DependencyInjection;
using OrchardCore.BackgroundTasks;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Scheduling;

/// <summary>What has to happen when.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<SchedulingMigrations>();
        services.AddSingleton<DueSignal>();
        services.AddSingleton<DueDrain>();
        services.AddSingleton<IDueWork>(provider => provider.GetRequiredService<DueDrain>());
        services.AddSingleton<SweepLog>();
        services.AddSingleton<IBackgroundTask, DueBackgroundTask>();
        services.AddScoped<IModularTenantEvents, TenantStart>();
        services.AddHealthChecks().AddCheck<DueHealthCheck>("automail");
    }
}
