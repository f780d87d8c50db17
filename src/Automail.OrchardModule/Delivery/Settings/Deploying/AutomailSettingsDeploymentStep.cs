using Microsoft.Extensions.Localization;
using OrchardCore.Deployment;

namespace Automail.OrchardModule.Delivery.Settings.Deploying;

/// <summary>Adds Automail's settings to a deployment plan, without the password of the mail server.</summary>
public sealed class AutomailSettingsDeploymentStep : DeploymentStep
{
    /// <summary>As a plan is read.</summary>
    public AutomailSettingsDeploymentStep() => Name = "AutomailSettings";

    /// <summary>As it is offered.</summary>
    public AutomailSettingsDeploymentStep(IStringLocalizer<AutomailSettingsDeploymentStep> localizer)
        : this()
        => Category = localizer["Automail"];
}
