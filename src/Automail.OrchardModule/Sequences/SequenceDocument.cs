using Automail.Engine.Sequences;
using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Sequences;

/// <summary>A version of a sequence as YesSql keeps it.</summary>
[SimplifiedTypeName("SequenceVersion")]
internal sealed class SequenceDocument : RecordDocument<StoredSequence>;

/// <summary>Finds versions of sequences. A version exists once.</summary>
internal sealed class SequenceIndex : MapIndex
{
    public long DocumentId { get; set; }

    public string VersionKey { get; set; } = "";

    public string SequenceKey { get; set; } = "";

    public int SequenceVersion { get; set; }
}

internal sealed class SequenceIndexProvider : IndexProvider<SequenceDocument>
{
    public SequenceIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<SequenceDocument> context)
        => context.For<SequenceIndex>().Map(document => new SequenceIndex
        {
            VersionKey = Keys.Of(SequenceStore.IdOf(document.Record.SequenceId, document.Record.Version)),
            SequenceKey = Keys.Of(document.Record.SequenceId),
            SequenceVersion = document.Record.Version,
        });
}
