using Microsoft.Extensions.Localization;
using OrchardCore.Deployment;

namespace Automail.OrchardModule.Sequences.Deploying;

/// <summary>Adds the latest version of every sequence to a deployment plan.</summary>
public sealed class AutomailSequencesDeploymentStep : DeploymentStep
{
    /// <summary>As a plan is read.</summary>
    public AutomailSequencesDeploymentStep() => Name = "AutomailSequences";

    /// <summary>As it is offered.</summary>
    public AutomailSequencesDeploymentStep(IStringLocalizer<AutomailSequencesDeploymentStep> localizer)
        : this()
        => Category = localizer["Automail"];
}
