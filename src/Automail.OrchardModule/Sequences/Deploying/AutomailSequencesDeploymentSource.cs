using System.Text.Json;
using System.Text.Json.Nodes;
using Automail.Engine;
using OrchardCore.Deployment;

namespace Automail.OrchardModule.Sequences.Deploying;

/// <summary>Writes the sequences as the recipe step that <see cref="SequencesStep"/> takes in.</summary>
internal sealed class AutomailSequencesDeploymentSource(IUnitOfWork unit) : DeploymentSourceBase<AutomailSequencesDeploymentStep>
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <inheritdoc/>
    protected override async Task ProcessAsync(AutomailSequencesDeploymentStep step, DeploymentPlanResult result)
    {
        var sequences = new JsonArray();
        foreach (var stored in (await unit.Sequences.LatestAsync()).Where(stored => stored.Admits))
        {
            sequences.Add(JsonNode.Parse(stored.Json, documentOptions: Reading));
        }

        result.Steps.Add(new JsonObject { ["name"] = SequencesStep.StepId, [SequencesStep.List] = sequences });
    }
}
