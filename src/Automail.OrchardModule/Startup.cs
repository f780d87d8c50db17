using Automail.Engine;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrchardCore.Data;
using OrchardCore.Data.YesSql;
using OrchardCore.Modules;
using OrchardCore.Navigation;
using OrchardCore.Security.Permissions;

namespace Automail.OrchardModule;

/// <summary>What all slices share: the store and the clock.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddPermissionProvider<AutomailPermissions>();
        services.AddNavigationProvider<AutomailMenu>();
        services.AddSingleton<OrchardTimeProvider>();
        services.Configure<StoreCollectionOptions>(options => options.Collections.Add(AutomailCollection.Name));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<YesSqlOptions>, SqliteBatchSize>());
        services.AddSingleton<UnitSessionStore>();
        services.AddSingleton<YesSqlStore>();
        services.AddSingleton<IAutomailStore>(provider => new SignalingStore(
            provider.GetRequiredService<YesSqlStore>(), provider.GetRequiredService<DueSignal>(), provider.GetRequiredService<OrchardTimeProvider>()));
        services.AddScoped<ScopeTransaction>();
        services.AddScoped<IUnitOfWork>(scope => new WatchedUnit(
            new UnitOfWork(SessionStore.ForScope(scope)), scope.GetRequiredService<OrchardTimeProvider>(), scope.GetRequiredService<DueSignal>().RaiseAfterCommit));
    }
}
