using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Contacts;

/// <summary>The tables of contacts.</summary>
internal sealed class ContactMigrations : DataMigration
{
    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<ContactIndex>(table => table
            .Column<string>(nameof(ContactIndex.ContactKey), column => column.NotNull().Unique().WithLength(Keys.Length))
            .Column<string>(nameof(ContactIndex.IdOrder), column => column.NotNull().WithLength(Keys.OrderedLength))
            .Column<string>(nameof(ContactIndex.SearchText), column => column.NotNull().WithLength(SearchText.Length))
            .Column<long>(nameof(ContactIndex.UpdatedAt), column => column.NotNull()), AutomailCollection.Name);
        await SchemaBuilder.AlterIndexTableAsync<ContactIndex>(table => table
            .CreateIndex("IDX_Automail_Contact_UpdatedAt", nameof(ContactIndex.UpdatedAt), nameof(ContactIndex.IdOrder)), AutomailCollection.Name);
        await SchemaBuilder.CreateMapIndexTableAsync<ContactIdentityIndex>(table => table
            .Column<string>(nameof(ContactIdentityIndex.IdentityKey), column => column.NotNull().Unique().WithLength(Keys.Length))
            .Column<string>(nameof(ContactIdentityIndex.OwnerKey), column => column.NotNull().WithLength(Keys.Length)), AutomailCollection.Name);
        return 1;
    }
}
