using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Delivery;

/// <summary>A record of the ledger as YesSql keeps it.</summary>
[SimplifiedTypeName("Send")]
internal sealed class SendDocument : RecordDocument<SendRecord>;

/// <summary>Finds mails by id, which is unique, by contact, by state, and by what an operator types.</summary>
internal sealed class SendIndex : MapIndex
{
    public long DocumentId { get; set; }

    public string SendKey { get; set; } = "";

    public string IdOrder { get; set; } = "";

    public string ContactKey { get; set; } = "";

    public int State { get; set; }

    public bool NeedsConsent { get; set; }

    /// <summary>UTC ticks.</summary>
    public long UpdatedAt { get; set; }

    public string SearchText { get; set; } = "";
}

internal sealed class SendIndexProvider : IndexProvider<SendDocument>
{
    public SendIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<SendDocument> context)
        => context.For<SendIndex>().Map(document => new SendIndex
        {
            SendKey = Keys.Of(document.Record.Id),
            IdOrder = Keys.Ordered(document.Record.Id),
            ContactKey = Keys.Of(document.Record.ContactId),
            State = (int)document.Record.State,
            NeedsConsent = Purposes.NeedConsent(document.Record.Purpose),
            UpdatedAt = document.Record.UpdatedAt.UtcTicks,
            SearchText = Storage.SearchText.Of(document.Record.Email ?? document.Record.Url, document.Record.Template),
        });
}
