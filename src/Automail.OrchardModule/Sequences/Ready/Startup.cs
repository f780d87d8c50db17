using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Modules;
using OrchardCore.Recipes;

namespace Automail.OrchardModule.Sequences.Ready;

/// <summary>The sequences that come with Automail.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddScoped<ReadySequenceStore>();
        services.AddRecipeExecutionStep<ReadySequencesStep>();
    }
}
