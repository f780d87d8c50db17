using Automail.Engine.Behavior.CartAbandonment;
using Automail.OrchardModule.Storage;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Behavior;

/// <summary>A cart as YesSql keeps it.</summary>
[SimplifiedTypeName("Cart")]
internal sealed class CartDocument : RecordDocument<Cart>;

/// <summary>Finds carts by the shop's key, which is unique, and by contact.</summary>
internal sealed class CartIndex : MapIndex
{
    public string CartKey { get; set; } = "";

    public string ContactKey { get; set; } = "";
}

internal sealed class CartIndexProvider : IndexProvider<CartDocument>
{
    public CartIndexProvider() => CollectionName = AutomailCollection.Name;

    public override void Describe(DescribeContext<CartDocument> context)
        => context.For<CartIndex>().Map(document => new CartIndex
        {
            CartKey = Keys.Of(document.Record.CartId),
            ContactKey = Keys.Of(document.Record.ContactId),
        });
}
