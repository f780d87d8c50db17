using Automail.Engine.Flow;
using Automail.OrchardModule.Behavior;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;
using OrchardCore.Workflows.Services;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>Journeys that are Orchard workflows.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<JourneyMigrations>();
        services.AddIndexProvider<JourneyTriggerIndexProvider>();
        services.AddSingleton<TriggerNames>();
        services.AddSingleton<JourneyCatalog>();
        services.AddSingleton<ICartIdleSource>(provider => provider.GetRequiredService<JourneyCatalog>());
        services.AddSingleton<IEventListener, JourneySignals>();
        services.AddSingleton<IWorkflows, SequenceSignals>();
        services.AddSingleton<IDueHandler, JourneyHandler>();
        services.AddScoped<JourneyTypeStore>();
        services.AddScoped<Journeys>();
        services.AddScoped<JourneyRun>();
        services.AddScoped<JourneyEntrance>();
        services.AddScoped<JourneyInstances>();
        services.AddScoped<JourneyReview>();
        services.AddScoped<JourneyRecords>();
        services.AddScoped<IWorkflowHandler>(provider => provider.GetRequiredService<JourneyRecords>());
        services.AddScoped<IWorkflowTypeEventHandler, JourneyTypeChanges>();
        services.AddScoped<IWorkflowValueSerializer, JourneyValueSerializer>();
        services.AddScoped<IWorkflowExecutionContextHandler, JourneyValueLoader>();
    }
}
