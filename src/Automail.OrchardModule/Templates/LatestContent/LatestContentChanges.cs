using OrchardCore.ContentManagement.Handlers;
using OrchardCore.Environment.Cache;

namespace Automail.OrchardModule.Templates.LatestContent;

/// <summary>Tells the cache, after the commit, that published content changed.</summary>
internal sealed class LatestContentChanges(ISignal signal) : ContentHandlerBase
{
    /// <inheritdoc/>
    public override Task PublishedAsync(PublishContentContext context) => Note();

    /// <inheritdoc/>
    public override Task UnpublishedAsync(PublishContentContext context) => Note();

    /// <inheritdoc/>
    public override Task RemovedAsync(RemoveContentContext context) => Note();

    /// <inheritdoc/>
    public override Task UpdatedAsync(UpdateContentContext context) => Note();

    /// <inheritdoc/>
    public override Task ImportedAsync(ImportContentContext context) => Note();

    private Task Note()
    {
        signal.DeferredSignalToken(LatestContentCache.Signal);
        return Task.CompletedTask;
    }
}
