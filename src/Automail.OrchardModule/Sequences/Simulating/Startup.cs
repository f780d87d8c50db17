using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Sequences.Simulating;

/// <summary>Trying a sequence on people before it is published.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddSingleton<SimulationTurn>();
        services.AddScoped<SequenceSimulator>();
    }
}
