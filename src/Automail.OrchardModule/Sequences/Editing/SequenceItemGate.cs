using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Handlers;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>
/// Refuses items that other programs bring as sequences and that are none: one without its part, or with a value of the wrong kind in it, which Orchard passes over. Also keeps for
/// <see cref="ImportMessages"/> what was wrong with a sequence of a recipe.
/// </summary>
internal sealed class SequenceItemGate(IHttpContextAccessor contexts, IStringLocalizer<SequenceItemGate> localizer) : ContentHandlerBase
{
    private readonly HashSet<string> _imported = new(StringComparer.Ordinal);
    private readonly IStringLocalizer S = localizer;

    /// <inheritdoc/>
    public override Task ImportingAsync(ImportContentContext context)
    {
        if (context.ContentItem.ContentType == SequenceTypes.Sequence)
        {
            _imported.Add(context.ContentItem.ContentItemId);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task ValidatingAsync(ValidateContentContext context)
    {
        if (context.ContentItem.ContentType == SequenceTypes.Sequence && Problem(context.ContentItem) is { } problem)
        {
            context.Fail(problem, nameof(EmailSequencePart));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task ValidatedAsync(ValidateContentContext context)
    {
        if (contexts.HttpContext is { } http && _imported.Contains(context.ContentItem.ContentItemId))
        {
            ImportMessages.Keep(http, context.ContentValidateResult.Errors.Select(error => S["'{0}' cannot be imported. {1}", context.ContentItem.DisplayText ?? "", error.ErrorMessage ?? ""].Value));
        }

        return Task.CompletedTask;
    }

    private string? Problem(ContentItem item)
    {
        try
        {
            return item.Get<EmailSequencePart>(nameof(EmailSequencePart)) is not null ? null : S["{0}: is missing.", nameof(EmailSequencePart)].Value;
        }
        catch (JsonException e)
        {
            return S["{0}: is a value of the wrong kind.", nameof(EmailSequencePart) + e.Path?.TrimStart('$')];
        }
    }
}
