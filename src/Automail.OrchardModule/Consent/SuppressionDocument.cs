using Automail.Engine.Consent;
using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Consent;

/// <summary>A suppressed address as YesSql keeps it.</summary>
[SimplifiedTypeName("Suppression")]
internal sealed class SuppressionDocument : RecordDocument<Suppression>;

/// <summary>Finds suppressions by the address's hash, which is unique.</summary>
internal sealed class SuppressionIndex : MapIndex
{
    public string AddressKey { get; set; } = "";
}

internal sealed class SuppressionIndexProvider : IndexProvider<SuppressionDocument>
{
    public SuppressionIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<SuppressionDocument> context)
        => context.For<SuppressionIndex>().Map(document => new SuppressionIndex { AddressKey = Keys.Of(document.Record.AddressHash) });
}
