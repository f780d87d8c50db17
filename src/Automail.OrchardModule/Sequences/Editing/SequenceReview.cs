using Automail.Engine.Flow;
using Automail.Engine.Sequences.Lint;
using Automail.OrchardModule.Sequences.Starting;
using Automail.OrchardModule.Templates;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>What is wrong with a definition, whoever brings it: the editor, a recipe or the API.</summary>
internal sealed class SequenceReview(LiquidConditions conditions, SequenceCatalog catalog, TemplateCatalog templates, WorkflowNames workflows, SequenceLintTexts texts, IStringLocalizer<SequenceReview> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>Everything that is wrong with a definition by itself. Templates and sequences that it names may come after it, as in a recipe.</summary>
    public IReadOnlyList<SequenceProblem> Check(string? json) => Lint(json, new SequenceLintOptions { CheckCondition = conditions.Check, CheckText = conditions.CheckText });

    /// <summary>Everything that is wrong with a definition on this site.</summary>
    public async Task<IReadOnlyList<SequenceProblem>> CheckHereAsync(string? json) => Lint(json, new SequenceLintOptions
    {
        CheckCondition = conditions.Check,
        CheckText = conditions.CheckText,
        Templates = await templates.NamesAsync(),
        Workflows = await workflows.ListAsync(),
        SequenceIds = [.. catalog.Current.Keys],
        Sequences = [.. catalog.Current.Values.Select(plan => plan.Definition)],
    });

    private IReadOnlyList<SequenceProblem> Lint(string? json, SequenceLintOptions options)
        => string.IsNullOrWhiteSpace(json) ? [new SequenceProblem("", S["There is no definition."])]
            : json.Length > DefinitionText.MaxLength ? [new SequenceProblem("", S["The definition is longer than {0} characters.", DefinitionText.MaxLength])]
            : [.. SequenceLinter.Lint(json, options).Select(texts.Problem)];
}
