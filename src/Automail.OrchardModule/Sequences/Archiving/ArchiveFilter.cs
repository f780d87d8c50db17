using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using OrchardCore.Contents.Services;
using YesSql.Filters.Query;
using YesSql.Services;

namespace Automail.OrchardModule.Sequences.Archiving;

/// <summary>Archived sequences are left out of the lists of content; <c>archived:yes</c> in the search finds them, and nothing else.</summary>
internal sealed class ArchiveFilter : IContentsAdminListFilterProvider
{
    /// <inheritdoc/>
    public void Build(QueryEngineBuilder<ContentItem> builder)
        => builder.WithNamedTerm("archived", term => term
            .OneCondition((value, query) => string.Equals(value, "yes", StringComparison.OrdinalIgnoreCase)
                ? query.With<ContentItemIndex>(item => item.ContentItemId.IsIn<ArchivedSequenceIndex>(archived => archived.ContentItemId, archived => archived.DocumentId > 0))
                : query.With<ContentItemIndex>(item => item.ContentItemId.IsNotIn<ArchivedSequenceIndex>(archived => archived.ContentItemId, archived => archived.DocumentId > 0)))
            .AlwaysRun());
}
