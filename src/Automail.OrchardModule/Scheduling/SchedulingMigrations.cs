using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Scheduling;

/// <summary>The table of the due queue.</summary>
internal sealed class SchedulingMigrations : DataMigration
{
    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<DueIndex>(table => table
            .Column<string>(nameof(DueIndex.DueKey), column => column.NotNull().Unique().WithLength(Keys.Length))
            .Column<bool>(nameof(DueIndex.Held), column => column.NotNull())
            .Column<long>(nameof(DueIndex.AvailableAt), column => column.NotNull())
            .Column<string>(nameof(DueIndex.KeyOrder), column => column.NotNull().WithLength(Keys.OrderedLength))
            .Column<string>(nameof(DueIndex.KindKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<long>(nameof(DueIndex.DueAt), column => column.NotNull()), AutomailCollection.Name);
        await SchemaBuilder.AlterIndexTableAsync<DueIndex>(table => table
            .CreateIndex(
                "IDX_Automail_Due_Available",
                nameof(DueIndex.Held),
                nameof(DueIndex.AvailableAt),
                nameof(DueIndex.KeyOrder),
                nameof(DueIndex.KindKey)), AutomailCollection.Name);
        return 1;
    }
}
