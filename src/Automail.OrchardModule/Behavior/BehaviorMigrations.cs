using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Behavior;

/// <summary>The tables of events and carts.</summary>
internal sealed class BehaviorMigrations : DataMigration
{
    /// <summary>All tables.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<EventIndex>(table => table
            .Column<string>(nameof(EventIndex.EventKey), column => column.NotNull().Unique().WithLength(Keys.Length))
            .Column<string>(nameof(EventIndex.ContactKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<long>(nameof(EventIndex.Time), column => column.NotNull())
            .Column<string>(nameof(EventIndex.TypeKey), column => column.NotNull().WithLength(Keys.Length)), AutomailCollection.Name);
        await SchemaBuilder.AlterIndexTableAsync<EventIndex>(table => table
            .CreateIndex(
                "IDX_Automail_Event_Contact",
                nameof(EventIndex.ContactKey),
                nameof(EventIndex.Time),
                nameof(EventIndex.TypeKey)), AutomailCollection.Name);
        await IndexTypesAsync();

        await SchemaBuilder.CreateMapIndexTableAsync<CartIndex>(table => table
            .Column<string>(nameof(CartIndex.CartKey), column => column.NotNull().Unique().WithLength(Keys.Length))
            .Column<string>(nameof(CartIndex.ContactKey), column => column.NotNull().WithLength(Keys.Length)), AutomailCollection.Name);
        await SchemaBuilder.AlterIndexTableAsync<CartIndex>(table => table
            .CreateIndex("IDX_Automail_Cart_Contact", nameof(CartIndex.ContactKey)), AutomailCollection.Name);
        return 2;
    }

    /// <summary>Version 2: what a contact did last of one kind.</summary>
    public async Task<int> UpdateFrom1Async()
    {
        await IndexTypesAsync();
        return 2;
    }

    private Task IndexTypesAsync()
        => SchemaBuilder.AlterIndexTableAsync<EventIndex>(table => table
            .CreateIndex(
                "IDX_Automail_Event_Type",
                nameof(EventIndex.ContactKey),
                nameof(EventIndex.TypeKey),
                nameof(EventIndex.Time),
                nameof(EventIndex.DocumentId)), AutomailCollection.Name);
}
