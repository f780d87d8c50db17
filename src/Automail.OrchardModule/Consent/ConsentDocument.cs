using Automail.Engine.Consent;
using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Consent;

/// <summary>A statement of consent as YesSql keeps it.</summary>
[SimplifiedTypeName("Consent")]
internal sealed class ConsentDocument : RecordDocument<ConsentRecord>;

/// <summary>Finds statements by contact and purpose.</summary>
internal sealed class ConsentIndex : MapIndex
{
    public string ContactKey { get; set; } = "";

    public string Purpose { get; set; } = "";
}

internal sealed class ConsentIndexProvider : IndexProvider<ConsentDocument>
{
    public ConsentIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<ConsentDocument> context)
        => context.For<ConsentIndex>().Map(document => new ConsentIndex
        {
            ContactKey = Keys.Of(document.Record.ContactId),
            Purpose = document.Record.Purpose,
        });
}
