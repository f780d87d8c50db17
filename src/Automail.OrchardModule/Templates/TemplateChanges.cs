using OrchardCore.ContentManagement.Handlers;
using OrchardCore.Environment.Cache;

namespace Automail.OrchardModule.Templates;

/// <summary>Tells the catalog, after the commit, that published templates or layouts changed.</summary>
internal sealed class TemplateChanges(ISignal signal) : ContentHandlerBase
{
    /// <inheritdoc/>
    public override Task PublishedAsync(PublishContentContext context) => Note(context);

    /// <inheritdoc/>
    public override Task UnpublishedAsync(PublishContentContext context) => Note(context);

    /// <inheritdoc/>
    public override Task RemovedAsync(RemoveContentContext context) => Note(context);

    /// <inheritdoc/>
    public override Task UpdatedAsync(UpdateContentContext context) => Note(context);

    /// <inheritdoc/>
    public override Task ImportedAsync(ImportContentContext context) => Note(context);

    private Task Note(ContentContextBase context)
    {
        if (TemplateTypes.Includes(context.ContentItem.ContentType))
        {
            signal.DeferredSignalToken(TemplateCatalog.Signal);
        }

        return Task.CompletedTask;
    }
}
