using Automail.Web.Demo;
using Automail.Web.Shop;
using StartupBase = OrchardCore.Modules.StartupBase;

namespace Automail.Web;

/// <summary>The shop and the demonstration, as parts of the tenant.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddScoped<Visitor>();
        services.AddScoped<ShopEvents>();
        services.AddSingleton<DemoAccess>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<ClockMover>();
    }
}
