using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;

namespace Automail.OrchardModule.Scheduling;

/// <summary>The table of the due queue.</summary>
internal sealed class SchedulingMigrations : DataMigration
{
    private const int KindLength = 100;

    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateTableAsync(DueTable.Name, table => table
            .Column<string>(nameof(DueRow.DueKey), column => column.PrimaryKey().NotNull().WithLength(Keys.Length))
            .Column<string>(nameof(DueRow.ItemKey), column => column.NotNull().Unlimited())
            .Column<string>(nameof(DueRow.KeyOrder), column => column.NotNull().WithLength(Keys.OrderedLength))
            .Column<string>(nameof(DueRow.Kind), column => column.NotNull().WithLength(KindLength))
            .Column<string>(nameof(DueRow.KindKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<long>(nameof(DueRow.DueAt), column => column.NotNull())
            .Column<long>(nameof(DueRow.AvailableAt), column => column.NotNull())
            .Column<bool>(nameof(DueRow.Held), column => column.NotNull())
            .Column<long>(nameof(DueRow.Token), column => column.NotNull())
            .Column<int>(nameof(DueRow.Attempts), column => column.NotNull())
            .Column<string>(nameof(DueRow.Error), column => column.Unlimited()));
        await SchemaBuilder.AlterTableAsync(DueTable.Name, table => table
            .CreateIndex(
                "IDX_Automail_Due_Available",
                nameof(DueRow.Held),
                nameof(DueRow.AvailableAt),
                nameof(DueRow.KeyOrder),
                nameof(DueRow.KindKey)));
        return 1;
    }
}
