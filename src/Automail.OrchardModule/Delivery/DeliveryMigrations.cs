using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Delivery;

/// <summary>The table of the ledger.</summary>
internal sealed class DeliveryMigrations : DataMigration
{
    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<SendIndex>(table => table
            .Column<string>(nameof(SendIndex.SendKey), column => column.NotNull().Unique().WithLength(Keys.Length))
            .Column<string>(nameof(SendIndex.IdOrder), column => column.NotNull().WithLength(Keys.OrderedLength))
            .Column<string>(nameof(SendIndex.ContactKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<int>(nameof(SendIndex.State), column => column.NotNull())
            .Column<bool>(nameof(SendIndex.NeedsConsent), column => column.NotNull())
            .Column<long>(nameof(SendIndex.UpdatedAt), column => column.NotNull())
            .Column<string>(nameof(SendIndex.SearchText), column => column.NotNull().WithLength(SearchText.Length)), AutomailCollection.Name);
        await SchemaBuilder.AlterIndexTableAsync<SendIndex>(
            table =>
            {
                table.CreateIndex("IDX_Automail_Send_UpdatedAt", nameof(SendIndex.UpdatedAt), nameof(SendIndex.IdOrder));
                table.CreateIndex("IDX_Automail_Send_State", nameof(SendIndex.State), nameof(SendIndex.UpdatedAt), nameof(SendIndex.IdOrder));
                table.CreateIndex("IDX_Automail_Send_Contact", nameof(SendIndex.ContactKey), nameof(SendIndex.UpdatedAt));
            },
            AutomailCollection.Name);
        return 1;
    }
}
