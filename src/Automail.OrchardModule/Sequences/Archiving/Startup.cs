using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Contents.Services;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Sequences.Archiving;

/// <summary>Putting sequences aside.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<ArchivingMigrations>();
        services.AddIndexProvider<ArchivedSequenceIndexProvider>();
        services.AddTransient<IContentsAdminListFilterProvider, ArchiveFilter>();
    }
}
