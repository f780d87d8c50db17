using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Consent;

/// <summary>The tables of consent and suppression.</summary>
internal sealed class ConsentMigrations : DataMigration
{
    private const int PurposeLength = 40;

    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<ConsentIndex>(table => table
            .Column<string>(nameof(ConsentIndex.ContactKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<string>(nameof(ConsentIndex.Purpose), column => column.NotNull().WithLength(PurposeLength)), AutomailCollection.Name);
        await SchemaBuilder.AlterIndexTableAsync<ConsentIndex>(table => table
            .CreateIndex("IDX_Automail_Consent_Contact", nameof(ConsentIndex.ContactKey), nameof(ConsentIndex.Purpose)), AutomailCollection.Name);
        await SchemaBuilder.CreateMapIndexTableAsync<SuppressionIndex>(table => table
            .Column<string>(nameof(SuppressionIndex.AddressKey), column => column.NotNull().Unique().WithLength(Keys.Length)), AutomailCollection.Name);
        return 1;
    }
}
