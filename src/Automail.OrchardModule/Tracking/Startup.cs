using Automail.Engine.Tracking;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Tracking;

/// <summary>What recipients do with mail.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<TenantTokens>();
        services.AddSingleton<ITokenProtector>(provider => provider.GetRequiredService<TenantTokens>());
    }
}
