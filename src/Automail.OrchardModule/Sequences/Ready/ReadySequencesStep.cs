using System.Text.Json.Nodes;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Editing;
using Microsoft.Extensions.Localization;
using OrchardCore.Recipes.Models;
using OrchardCore.Recipes.Services;

namespace Automail.OrchardModule.Sequences.Ready;

/// <summary>
/// The recipe step <c>{ "name": "AutomailReadySequences", "sequences": [ "welcome" ], "publish": true }</c>: makes content items of sequences that come with Automail, and publishes the templates
/// that they send; without <c>sequences</c> of all of them. What the site has already under such an id or name stays as it is. With <c>"publish": false</c> the sequences are drafts.
/// </summary>
internal sealed class ReadySequencesStep(ReadySequenceStore store, SequenceItemStore items, IStringLocalizer<ReadySequencesStep> localizer) : NamedRecipeStepHandler(StepId)
{
    /// <summary>The step's name.</summary>
    public const string StepId = "AutomailReadySequences";

    private const string List = "sequences";

    private const string Publish = "publish";

    private readonly IStringLocalizer S = localizer;

    /// <inheritdoc/>
    protected override async Task HandleAsync(RecipeExecutionContext context)
    {
        var publish = true;
        if (context.Step[Publish] is { } flag && !(flag is JsonValue value && value.TryGetValue(out publish)))
        {
            context.Errors.Add(S["{0}: is neither true nor false.", Publish]);
        }

        var ids = Ids(context);
        if (context.Errors.Count > 0)
        {
            return;
        }

        var known = (await items.IdsAsync()).ToHashSet(StringComparer.Ordinal);
        known.UnionWith(ids);
        foreach (var (sequence, needed) in ids.SelectMany(id => Needs(id).Select(needed => (id, needed))).Where(pair => !known.Contains(pair.needed)))
        {
            context.Errors.Add(S["{0}: '{1}' leads into '{2}', which the site does not have; add it to the list.", List, sequence, needed]);
        }

        if (context.Errors.Count == 0)
        {
            await store.AddAsync(ids, publish);
        }
    }

    private static IEnumerable<string> Needs(string id)
        => SequenceReader.Read(ReadySequences.Find(id)!).Steps.OfType<EnrollStep>().Select(step => step.Sequence);

    private List<string> Ids(RecipeExecutionContext context)
    {
        if (context.Step[List] is not { } wanted)
        {
            return [.. ReadySequences.Ids];
        }

        var ids = new List<string>();
        if (wanted is not JsonArray list)
        {
            context.Errors.Add(S["{0}: is no list.", List]);
            return ids;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonValue text && text.TryGetValue(out string? id) && ReadySequences.Find(id) is not null)
            {
                ids.Add(id);
            }
            else
            {
                context.Errors.Add(S["{0}: {1} is no ready sequence; there are {2}.", $"{List}[{i}]", list[i]?.ToJsonString() ?? "null", string.Join(", ", ReadySequences.Ids)]);
            }
        }

        return [.. ids.Distinct(StringComparer.Ordinal)];
    }
}
