using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>Journeys that are Orchard workflows.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<TriggerNames>();
        services.AddScoped<Journeys>();
        services.AddScoped<IWorkflowValueSerializer, JourneyValueSerializer>();
        services.AddScoped<IWorkflowExecutionContextHandler, JourneyValueLoader>();
    }
}
