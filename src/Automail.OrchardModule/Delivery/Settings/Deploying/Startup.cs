using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Deployment;
using OrchardCore.Modules;
using OrchardCore.Recipes;

namespace Automail.OrchardModule.Delivery.Settings.Deploying;

/// <summary>Settings in recipes.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services) => services.AddRecipeExecutionStep<SettingsStep>();
}

/// <summary>Settings in deployment plans.</summary>
[RequireFeatures("OrchardCore.Deployment")]
public sealed class DeploymentStartup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
        => services.AddDeployment<AutomailSettingsDeploymentSource, AutomailSettingsDeploymentStep, AutomailSettingsDeploymentStepDriver>();
}
