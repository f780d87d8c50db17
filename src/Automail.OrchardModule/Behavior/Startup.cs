using Automail.OrchardModule.Behavior.Receiving;
using Automail.OrchardModule.Behavior.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Behavior;

/// <summary>What contacts do.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<BehaviorMigrations>();
        services.AddIndexProvider<EventIndexProvider>();
        services.AddIndexProvider<CartIndexProvider>();
        services.AddHttpContextAccessor();
        services.AddSingleton<EventRateLimit>();
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<VisitorCookie>();
        services.AddSingleton<ICartRecorder, CartRecorder>();
    }

    /// <inheritdoc/>
    public override void Configure(IApplicationBuilder app, IEndpointRouteBuilder routes, IServiceProvider serviceProvider) => EventsEndpoint.Map(routes);
}
