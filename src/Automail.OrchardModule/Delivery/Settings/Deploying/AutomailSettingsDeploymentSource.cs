using System.Text.Json.Nodes;
using OrchardCore.Deployment;
using OrchardCore.Settings;

namespace Automail.OrchardModule.Delivery.Settings.Deploying;

/// <summary>Writes the site's own settings as the recipe step that <see cref="SettingsStep"/> takes in. What comes from the configuration stays there.</summary>
internal sealed class AutomailSettingsDeploymentSource(ISiteService sites) : DeploymentSourceBase<AutomailSettingsDeploymentStep>
{
    /// <inheritdoc/>
    protected override async Task ProcessAsync(AutomailSettingsDeploymentStep step, DeploymentPlanResult result)
    {
        var written = new JsonObject { ["name"] = SettingsStep.StepId };
        SettingsJson.Write((await sites.GetSiteSettingsAsync()).GetOrCreate<AutomailSettings>(), written);
        result.Steps.Add(written);
    }
}
