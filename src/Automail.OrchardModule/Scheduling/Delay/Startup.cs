using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrchardCore.BackgroundTasks;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;
using OrchardCore.Workflows.Helpers;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>Waiting in workflows.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddActivity<DelayEvent, DelayEventDriver>();
        services.AddDataMigration<WaitingMigrations>();
        services.AddIndexProvider<WaitingIndexProvider>();
        services.AddScoped<WorkflowPace>();
        services.AddScoped<WaitingStore>();
        services.AddScoped<DelayResume>();
        services.AddWorkflowTypeMemory();
        services.AddSingleton(provider => new DelaySweeper(provider.GetRequiredService<OrchardTimeProvider>(), provider.GetRequiredService<ILogger<DelaySweeper>>()));
        services.AddSingleton<IDueWork>(provider => provider.GetRequiredService<DelaySweeper>());
        services.AddSingleton<IBackgroundTask, DelayBackgroundTask>();
    }
}
