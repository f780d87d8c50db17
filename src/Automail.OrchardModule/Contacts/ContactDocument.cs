using Automail.Engine.Contacts;
using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Contacts;

/// <summary>A contact as YesSql keeps it.</summary>
[SimplifiedTypeName("Contact")]
internal sealed class ContactDocument : RecordDocument<Contact>;

/// <summary>Finds contacts by id, and by what an operator types.</summary>
internal sealed class ContactIndex : MapIndex
{
    public long DocumentId { get; set; }

    public string ContactKey { get; set; } = "";

    public string IdOrder { get; set; } = "";

    public string SearchText { get; set; } = "";

    /// <summary>UTC ticks.</summary>
    public long UpdatedAt { get; set; }
}

/// <summary>Finds contacts by identity. Unique, so that an identity belongs to one contact.</summary>
internal sealed class ContactIdentityIndex : MapIndex
{
    public string IdentityKey { get; set; } = "";

    public string OwnerKey { get; set; } = "";

    public static string KeyOf(ContactIdentity identity) => Keys.Of(identity.ToString());
}

internal sealed class ContactIndexProvider : IndexProvider<ContactDocument>
{
    public ContactIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<ContactDocument> context)
    {
        context.For<ContactIndex>().Map(document => new ContactIndex
        {
            ContactKey = Keys.Of(document.Record.Id),
            IdOrder = Keys.Ordered(document.Record.Id),
            SearchText = Storage.SearchText.Of(document.Record.Email, document.Record.Name, document.Record.ExternalId),
            UpdatedAt = document.Record.UpdatedAt.UtcTicks,
        });
        context.For<ContactIdentityIndex>().Map(document => document.Record.Identities().Distinct().Select(identity => new ContactIdentityIndex
        {
            IdentityKey = ContactIdentityIndex.KeyOf(identity),
            OwnerKey = Keys.Of(document.Record.Id),
        }));
    }
}
