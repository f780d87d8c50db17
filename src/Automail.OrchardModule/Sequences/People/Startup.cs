using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Enrolling;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>The pages of the people in sequences.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<PeopleMigrations>();
        services.AddIndexProvider<PeopleWorkIndexProvider>();
        services.AddIndexProvider<EnrollPartIndexProvider>();
        services.AddSingleton<PeopleWorker>();
        services.AddSingleton<IDueHandler>(provider => provider.GetRequiredService<PeopleWorker>());
        services.AddScoped<PeopleTexts>();
        services.AddScoped<SequenceSteps>();
        services.AddScoped<PeopleReader>();
        services.AddScoped<TraceWords>();
        services.AddScoped<Foresight>();
        services.AddScoped<ContactSequences>();
    }
}
