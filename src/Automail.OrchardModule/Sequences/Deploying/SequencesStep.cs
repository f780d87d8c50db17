using System.Text.Json.Nodes;
using Automail.Engine;
using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Editing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Recipes.Models;
using OrchardCore.Recipes.Services;

namespace Automail.OrchardModule.Sequences.Deploying;

/// <summary>
/// The recipe step <c>{ "name": "AutomailSequences", "sequences": [ … ] }</c>: publishes every definition, or none when one of them is wrong. They commit with the step.
/// </summary>
internal sealed class SequencesStep(IUnitOfWork unit, SequenceCatalog catalog, SequenceReview review, IStringLocalizer<SequencesStep> localizer)
    : NamedRecipeStepHandler(StepId)
{
    /// <summary>The step's name.</summary>
    public const string StepId = "AutomailSequences";

    /// <summary>The property that holds the definitions.</summary>
    public const string List = "sequences";

    private readonly IStringLocalizer S = localizer;

    /// <inheritdoc/>
    protected override async Task HandleAsync(RecipeExecutionContext context)
    {
        if (context.Step[List] is not JsonArray list)
        {
            context.Errors.Add(S["{0}: is missing, or is no list.", List]);
            return;
        }

        var definitions = new List<string>(list.Count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in list)
        {
            var json = definition?.ToJsonString() ?? "null";
            foreach (var problem in Check(json, ids))
            {
                context.Errors.Add($"{List}[{definitions.Count}]{problem}");
            }

            definitions.Add(json);
        }

        if (context.Errors.Count > 0)
        {
            return;
        }

        await catalog.AddAsync(unit, definitions);
        ShellScope.AddDeferredTask(scope => scope.ServiceProvider.GetRequiredService<SequenceCatalog>().LoadAsync());
    }

    private List<string> Check(string json, HashSet<string> ids)
    {
        var problems = review.Check(json).Where(problem => problem.IsError).Select(problem => problem.Path.Length == 0 ? $": {problem}" : $".{problem}").ToList();
        if (problems.Count == 0 && DefinitionText.Find(json, "id") is { } id && !ids.Add(id))
        {
            problems.Add("." + S["id: '{0}' stands twice.", id]);
        }

        return problems;
    }
}
