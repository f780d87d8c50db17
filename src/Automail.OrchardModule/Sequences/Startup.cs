using Automail.OrchardModule.Sequences.Tallies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.BackgroundTasks;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Sequences;

/// <summary>Journeys, and who is on them.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<SequenceMigrations>();
        services.AddIndexProvider<EnrollmentIndexProvider>();
        services.AddIndexProvider<SequenceIndexProvider>();
        services.AddIndexProvider<MigrationIndexProvider>();
        services.Configure<MvcOptions>(options => options.Filters.Add<FreshSequences>());
        services.AddSingleton<IBackgroundTask, TallyBackgroundTask>();
    }
}
