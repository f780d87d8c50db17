using OrchardCore.Deployment;
using OrchardCore.DisplayManagement.Handlers;
using OrchardCore.DisplayManagement.Views;

namespace Automail.OrchardModule.Sequences.Deploying;

/// <summary>The step in the editor of deployment plans. There is nothing to choose.</summary>
internal sealed class AutomailSequencesDeploymentStepDriver : DisplayDriver<DeploymentStep, AutomailSequencesDeploymentStep>
{
    /// <inheritdoc/>
    public override Task<IDisplayResult> DisplayAsync(AutomailSequencesDeploymentStep model, BuildDisplayContext context)
        => CombineAsync(
            View("AutomailSequencesDeploymentStep_Fields_Summary", model).Location("Summary", "Content"),
            View("AutomailSequencesDeploymentStep_Fields_Thumbnail", model).Location("Thumbnail", "Content"));

    /// <inheritdoc/>
    public override IDisplayResult Edit(AutomailSequencesDeploymentStep model, BuildEditorContext context)
        => View("AutomailSequencesDeploymentStep_Fields_Edit", model).Location("Content");
}
