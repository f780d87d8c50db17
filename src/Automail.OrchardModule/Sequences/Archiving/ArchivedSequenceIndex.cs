using Automail.OrchardModule.Sequences.Editing;
using OrchardCore.ContentManagement;
using YesSql.Indexes;

namespace Automail.OrchardModule.Sequences.Archiving;

/// <summary>The items of archived sequences. It has no row for any other item.</summary>
public sealed class ArchivedSequenceIndex : MapIndex
{
    /// <summary>The document.</summary>
    public long DocumentId { get; set; }

    /// <summary>The item.</summary>
    public string ContentItemId { get; set; } = "";
}

internal sealed class ArchivedSequenceIndexProvider : IndexProvider<ContentItem>
{
    public override void Describe(DescribeContext<ContentItem> context)
        => context.For<ArchivedSequenceIndex>()
            .When(item => item.ContentType == SequenceTypes.Sequence && item.Latest && item.TryGet<EmailSequencePart>(out var part) && part.ArchivedUtc is not null)
            .Map(item => new ArchivedSequenceIndex { ContentItemId = item.ContentItemId });
}
