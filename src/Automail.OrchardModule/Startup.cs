using Automail.Engine;
using Automail.OrchardModule.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrchardCore.Data;
using OrchardCore.Data.YesSql;
using OrchardCore.Modules;

namespace Automail.OrchardModule;

/// <summary>What all slices share: the store and the clock.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<OrchardTimeProvider>();
        services.Configure<StoreCollectionOptions>(options => options.Collections.Add(AutomailCollection.Name));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<YesSqlOptions>, SqliteBatchSize>());
        services.AddSingleton<UnitSessionStore>();
        services.AddSingleton<IAutomailStore, YesSqlStore>();
        services.AddScoped<IUnitOfWork>(scope => new UnitOfWork(SessionStore.ForScope(scope)));
    }
}
