using System.Text.Json.Nodes;
using Microsoft.Extensions.Localization;
using OrchardCore.Recipes.Models;
using OrchardCore.Recipes.Services;

namespace Automail.OrchardModule.Templates;

/// <summary>
/// The recipe step <c>{ "name": "AutomailReadyTemplates", "templates": [ "welcome-1" ], "overwrite": false }</c>: publishes templates that come with
/// Automail, in all their languages; without <c>templates</c> all of them. One that the site has already stays as it is unless <c>overwrite</c> says otherwise.
/// </summary>
internal sealed class ReadyTemplatesStep(ReadyTemplateStore store, IStringLocalizer<ReadyTemplatesStep> localizer) : NamedRecipeStepHandler(StepId)
{
    /// <summary>The step's name.</summary>
    public const string StepId = "AutomailReadyTemplates";

    private readonly IStringLocalizer S = localizer;

    /// <inheritdoc/>
    protected override async Task HandleAsync(RecipeExecutionContext context)
    {
        var overwrite = false;
        if (context.Step["overwrite"] is { } flag && !(flag is JsonValue value && value.TryGetValue(out overwrite)))
        {
            context.Errors.Add(S["{0}: is neither true nor false.", "overwrite"]);
        }

        var names = Names(context);
        if (context.Errors.Count > 0)
        {
            return;
        }

        await store.PublishAsync(names.Distinct(StringComparer.Ordinal).SelectMany(name => ReadyTemplates.All[name]), overwrite);
    }

    private List<string> Names(RecipeExecutionContext context)
    {
        if (context.Step["templates"] is not { } wanted)
        {
            return [.. ReadyTemplates.All.Keys];
        }

        var names = new List<string>();
        if (wanted is not JsonArray list)
        {
            context.Errors.Add(S["{0}: is no list.", "templates"]);
            return names;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonValue text && text.TryGetValue(out string? name) && ReadyTemplates.All.ContainsKey(name))
            {
                names.Add(name);
            }
            else
            {
                context.Errors.Add(S["{0}: {1} is no ready template; there are {2}.", $"templates[{i}]", list[i]?.ToJsonString() ?? "null", string.Join(", ", ReadyTemplates.All.Keys)]);
            }
        }

        return names;
    }
}
