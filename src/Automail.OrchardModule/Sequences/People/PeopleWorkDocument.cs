using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>Work on many people as YesSql keeps it.</summary>
[SimplifiedTypeName("PeopleWork")]
internal sealed class PeopleWorkDocument : RecordDocument<PeopleWork>;

/// <summary>Finds work by id, which is unique, and by sequence.</summary>
internal sealed class PeopleWorkIndex : MapIndex
{
    public long DocumentId { get; set; }

    public string WorkKey { get; set; } = "";

    public string SequenceKey { get; set; } = "";

    /// <summary>UTC ticks.</summary>
    public long CreatedAt { get; set; }
}

internal sealed class PeopleWorkIndexProvider : IndexProvider<PeopleWorkDocument>
{
    public PeopleWorkIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<PeopleWorkDocument> context)
        => context.For<PeopleWorkIndex>().Map(document => new PeopleWorkIndex
        {
            WorkKey = Keys.Of(document.Record.Id),
            SequenceKey = Keys.Of(document.Record.SequenceId),
            CreatedAt = document.Record.CreatedAt.UtcTicks,
        });
}
