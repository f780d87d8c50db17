using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Sequences.Migration;

/// <summary>Moving people between versions of a sequence.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddScoped<MigrationTargets>();
        services.AddScoped<MigrationTexts>();
        services.AddScoped<VersionsReader>();
        services.AddSingleton(provider => new MigrationDesk(
            provider.GetRequiredService<IAutomailStore>(),
            provider.GetRequiredService<SequenceCatalog>(),
            provider.GetRequiredService<DryRun>(),
            provider.GetRequiredService<OrchardTimeProvider>()));
        services.AddSingleton<IDueHandler>(provider => new MigrationRunner(
            provider.GetRequiredService<IAutomailStore>(),
            provider.GetRequiredService<ISite>(),
            provider.GetRequiredService<SequenceCatalog>(),
            provider.GetRequiredService<MailQueue>(),
            provider.GetRequiredService<IConditions>(),
            provider.GetRequiredService<OrchardTimeProvider>(),
            provider.GetRequiredService<IWorkflows>()));
    }
}
