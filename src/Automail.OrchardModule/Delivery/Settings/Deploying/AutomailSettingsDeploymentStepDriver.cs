using OrchardCore.Deployment;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.DisplayManagement.Views;

namespace Automail.OrchardModule.Delivery.Settings.Deploying;

/// <summary>The step in the editor of deployment plans. There is nothing to choose.</summary>
internal sealed class AutomailSettingsDeploymentStepDriver : DisplayDriver<DeploymentStep, AutomailSettingsDeploymentStep>
{
    /// <inheritdoc/>
    public override Task<IDisplayResult> DisplayAsync(AutomailSettingsDeploymentStep model, BuildDisplayContext context)
        => CombineAsync(
            View("AutomailSettingsDeploymentStep_Fields_Summary", model).Location("Summary", "Content"),
            View("AutomailSettingsDeploymentStep_Fields_Thumbnail", model).Location("Thumbnail", "Content"));

    /// <inheritdoc/>
    public override IDisplayResult Edit(AutomailSettingsDeploymentStep model, BuildEditorContext context)
        => View("AutomailSettingsDeploymentStep_Fields_Edit", model).Location("Content");
}
