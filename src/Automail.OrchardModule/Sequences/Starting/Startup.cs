using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;
using OrchardCore.Workflows.Helpers;

namespace Automail.OrchardModule.Sequences.Starting;

/// <summary>Workflows that steps of sequences start.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddActivity<StartedBySequenceEvent, StartedBySequenceEventDriver>();
        services.AddSingleton<WorkflowNames>();
    }
}
