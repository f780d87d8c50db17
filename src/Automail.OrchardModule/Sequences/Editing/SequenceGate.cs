using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;
using OrchardCore.ContentManagement;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>What forbids to publish a sequence. Drafts may have mistakes.</summary>
internal sealed class SequenceGate(SequenceReview review, SequenceItemStore items, IHttpContextAccessor contexts, IStringLocalizer<SequenceGate> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>Whether the editor's form is sent to be published, and not to be kept as a draft.</summary>
    public bool IsPublishing => contexts.HttpContext?.Request is { HasFormContentType: true } request && request.Form.ContainsKey("submit.Publish");

    /// <summary>Everything that is wrong with a sequence.</summary>
    /// <param name="part">The sequence.</param>
    /// <param name="isImport">Whether templates and sequences that it names may come after it.</param>
    public Task<IReadOnlyList<SequenceProblem>> ProblemsAsync(EmailSequencePart part, bool isImport = false) => ProblemsAsync(part.ContentItem, part.SequenceId, part.Definition, isImport);

    /// <summary>Everything that is wrong with a definition.</summary>
    /// <param name="item">The item that it is meant for.</param>
    /// <param name="publishedId">The id under which the item was published; empty when it never was.</param>
    /// <param name="json">The definition.</param>
    /// <param name="isImport">Whether templates and sequences that it names may come after it.</param>
    public async Task<IReadOnlyList<SequenceProblem>> ProblemsAsync(ContentItem item, string? publishedId, string? json, bool isImport = false)
    {
        var problems = isImport ? review.Check(json) : await review.CheckHereAsync(json);
        return problems.All(problem => problem.Path is not ("" or "id")) && DefinitionText.Find(json!, "id") is { } id && await IdProblemAsync(item, publishedId, id) is { } problem
            ? [problem, .. problems]
            : problems;
    }

    private async Task<SequenceProblem?> IdProblemAsync(ContentItem item, string? publishedId, string id)
        => !string.IsNullOrEmpty(publishedId) && publishedId != id ? new SequenceProblem("id", S["The id of a published sequence stays: it is '{0}'. For another sequence, clone this one.", publishedId])
            : await items.IsTakenAsync(id, item.ContentItemId) ? new SequenceProblem("id", S["Another sequence has the id '{0}'.", id])
            : null;
}
