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

    /// <summary>Whether the content API is asked for more than a draft: it publishes unless told otherwise (<c>POST /api/content?draft=true</c>).</summary>
    public bool IsApiPublishing
        => contexts.HttpContext?.Request is { } request && request.Path.StartsWithSegments("/api/content", StringComparison.OrdinalIgnoreCase)
            && !(bool.TryParse(request.Query["draft"], out var isDraft) && isDraft);

    /// <summary>Everything that is wrong with a definition.</summary>
    /// <param name="item">The item that it is meant for.</param>
    /// <param name="json">The definition.</param>
    /// <param name="isImport">Whether templates and sequences that it names may come after it.</param>
    public async Task<IReadOnlyList<SequenceProblem>> ProblemsAsync(ContentItem item, string? json, bool isImport = false)
    {
        var problems = isImport ? review.Check(json) : await review.CheckHereAsync(json);
        return problems.All(problem => problem.Path is not ("" or "id")) && DefinitionText.Find(json!, "id") is { } id && await IdProblemAsync(item, id) is { } problem
            ? [problem, .. problems]
            : problems;
    }

    private async Task<SequenceProblem?> IdProblemAsync(ContentItem item, string id)
    {
        var published = await items.PublishedIdAsync(item.ContentItemId);
        return published.Length > 0 && published != id ? new SequenceProblem("id", S["The id of a published sequence stays: it is '{0}'. For another sequence, clone this one.", published])
            : await items.IsTakenAsync(id, item.ContentItemId) ? new SequenceProblem("id", S["Another sequence has the id '{0}'.", id])
            : null;
    }
}
