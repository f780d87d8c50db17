using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Deployment;
using OrchardCore.Modules;
using OrchardCore.Recipes;

namespace Automail.OrchardModule.Sequences.Deploying;

/// <summary>Sequences in recipes.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services) => services.AddRecipeExecutionStep<SequencesStep>();
}

/// <summary>Sequences in deployment plans.</summary>
[RequireFeatures("OrchardCore.Deployment")]
public sealed class DeploymentStartup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
        => services.AddDeployment<AutomailSequencesDeploymentSource, AutomailSequencesDeploymentStep, AutomailSequencesDeploymentStepDriver>();
}
