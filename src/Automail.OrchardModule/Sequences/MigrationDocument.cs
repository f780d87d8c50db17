using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Sequences;

/// <summary>A move of people between versions as YesSql keeps it.</summary>
[SimplifiedTypeName("SequenceMigration")]
internal sealed class MigrationDocument : RecordDocument<SequenceMigration>;

/// <summary>Finds moves of people by id, which is unique, and by sequence.</summary>
internal sealed class MigrationIndex : MapIndex
{
    public long DocumentId { get; set; }

    public string MigrationKey { get; set; } = "";

    public string SequenceKey { get; set; } = "";

    public int Number { get; set; }
}

internal sealed class MigrationIndexProvider : IndexProvider<MigrationDocument>
{
    public MigrationIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<MigrationDocument> context)
        => context.For<MigrationIndex>().Map(document => new MigrationIndex
        {
            MigrationKey = Keys.Of(document.Record.Id),
            SequenceKey = Keys.Of(document.Record.SequenceId),
            Number = document.Record.Number,
        });
}
