using System.ComponentModel.DataAnnotations;
using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Handlers;
using OrchardCore.DisplayManagement.Notify;
using OrchardCore.Environment.Shell.Scope;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>
/// Makes a published item the sequence that lets people in, in the transaction of the item. A sequence with mistakes is not published, by whomever. One that is unpublished or removed lets nobody in any more;
/// who is inside goes on to the end.
/// </summary>
internal sealed class EmailSequencePartHandler(
    SequenceGate gate, SequenceItemStore items, IUnitOfWork unit, SequenceCatalog catalog, IHttpContextAccessor contexts, LinkGenerator links, INotifier notifier, IHtmlLocalizer<EmailSequencePartHandler> localizer)
    : ContentPartHandler<EmailSequencePart>
{
    private readonly HashSet<ContentItem> _refused = [];
    private readonly HashSet<string> _imported = new(StringComparer.Ordinal);
    private readonly IHtmlLocalizer H = localizer;

    /// <inheritdoc/>
    /// <remarks>The id under which another site published it says nothing here.</remarks>
    public override async Task ImportingAsync(ImportContentContext context, EmailSequencePart part)
    {
        _imported.Add(part.ContentItem.ContentItemId);
        part.SequenceId = await items.PublishedIdAsync(part.ContentItem.ContentItemId);
        part.Apply();
    }

    /// <inheritdoc/>
    public override async Task ValidatingAsync(ValidateContentContext context, EmailSequencePart part)
    {
        if (part.ContentItem.Published || gate.IsApiPublishing || part.Definition?.Length > DefinitionText.MaxLength)
        {
            foreach (var problem in await ErrorsAsync(part))
            {
                context.Fail(new ValidationResult(problem.ToString(), [nameof(part.Definition)]));
            }
        }
    }

    /// <inheritdoc/>
    public override async Task PublishingAsync(PublishContentContext context, EmailSequencePart part)
    {
        var errors = await ErrorsAsync(part);
        if (errors.Count == 0)
        {
            part.SequenceId = DefinitionText.Find(part.Definition!, "id")!;
            part.ArchivedUtc = null;
            part.Apply();
            return;
        }

        // Who creates a published item is not asked whether it was cancelled.
        context.Cancel = true;
        part.ContentItem.Published = false;
        _refused.Add(part.ContentItem);
        if (contexts.HttpContext is not null)
        {
            foreach (var error in errors)
            {
                await notifier.ErrorAsync(H["'{0}' cannot be published. {1}", part.ContentItem.DisplayText ?? "", error.ToString()]);
            }
        }
    }

    /// <inheritdoc/>
    public override async Task PublishedAsync(PublishContentContext context, EmailSequencePart part)
    {
        if (!_refused.Contains(part.ContentItem))
        {
            var before = catalog.Current.TryGetValue(part.SequenceId, out var current) ? current.Version : 0;
            var added = (await catalog.AddAsync(unit, [Named(part)]))[0];
            LoadAfterCommit();
            await TellWhoStaysAsync(added, before);
        }
    }

    /// <inheritdoc/>
    public override Task UnpublishedAsync(PublishContentContext context, EmailSequencePart part) => CloseAsync(part);

    /// <inheritdoc/>
    public override Task RemovedAsync(RemoveContentContext context, EmailSequencePart part) => context.NoActiveVersionLeft ? CloseAsync(part) : Task.CompletedTask;

    /// <inheritdoc/>
    public override async Task CloningAsync(CloneContentContext context, EmailSequencePart part)
    {
        var taken = await items.IdsAsync();
        var own = DefinitionText.Find(part.Definition, "id");
        context.CloneContentItem.Alter<EmailSequencePart>(clone =>
        {
            clone.SequenceId = "";
            clone.ArchivedUtc = null;
            clone.Definition = own is null ? part.Definition : DefinitionText.With(part.Definition, "id", FreeIds.After(own, taken.Contains));
        });
    }

    /// <summary>The definition with the title as its name, where it gives none.</summary>
    internal static string Named(EmailSequencePart part)
        => !string.IsNullOrWhiteSpace(part.ContentItem.DisplayText) && DefinitionText.Find(part.Definition, "name") is null
            ? DefinitionText.With(part.Definition, "name", part.ContentItem.DisplayText.Length > 200 ? part.ContentItem.DisplayText[..200] : part.ContentItem.DisplayText)
            : part.Definition;

    private static void LoadAfterCommit() => ShellScope.AddDeferredTask(scope => scope.ServiceProvider.GetRequiredService<SequenceCatalog>().LoadAsync());

    private async Task<List<SequenceProblem>> ErrorsAsync(EmailSequencePart part)
        => [.. (await gate.ProblemsAsync(part.ContentItem, part.Definition, _imported.Contains(part.ContentItem.ContentItemId))).Where(problem => problem.IsError)];

    /// <summary>Whoever publishes a new version hears that nobody moved to it.</summary>
    private async Task TellWhoStaysAsync(StoredSequence added, int before)
    {
        if (contexts.HttpContext is not { } http || added.Version <= before || gate.IsApiPublishing)
        {
            return;
        }

        var inside = (await unit.Enrollments.CountAsync(added.SequenceId, completed: false)).Where(count => count.Version < added.Version).Sum(count => count.People);
        if (inside > 0 && links.GetPathByAction(http, "Index", "Versions", new { area = "Automail.OrchardModule", sequenceId = added.SequenceId }) is { } page)
        {
            await notifier.InformationAsync(H.Plural(inside, "1 person who is inside stays on the version of before. <a href=\"{1}\">Decide about that</a>", "{0} people who are inside stay on the version of before. <a href=\"{1}\">Decide about that</a>", page));
        }
    }

    private async Task CloseAsync(EmailSequencePart part)
    {
        if (await items.PublishedIdAsync(part.ContentItem.ContentItemId) is { Length: > 0 } id && await SequenceCatalog.CloseAsync(unit, id))
        {
            LoadAfterCommit();
        }
    }
}
