using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>Lines of a file as YesSql keeps them.</summary>
[SimplifiedTypeName("EnrollPart")]
internal sealed class EnrollPartDocument : RecordDocument<EnrollPart>;

/// <summary>Finds the parts of a file.</summary>
internal sealed class EnrollPartIndex : MapIndex
{
    public long DocumentId { get; set; }

    public string PartKey { get; set; } = "";
}

internal sealed class EnrollPartIndexProvider : IndexProvider<EnrollPartDocument>
{
    public EnrollPartIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<EnrollPartDocument> context)
        => context.For<EnrollPartIndex>().Map(document => new EnrollPartIndex { PartKey = Keys.Of(EnrollPart.IdOf(document.Record.WorkId, document.Record.Number)) });
}
