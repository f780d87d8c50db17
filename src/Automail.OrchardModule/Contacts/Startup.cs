using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Contacts;

/// <summary>Who mail goes to.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<ContactMigrations>();
        services.AddIndexProvider<ContactIndexProvider>();
    }
}
