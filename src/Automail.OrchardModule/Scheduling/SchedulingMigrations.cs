using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;

namespace Automail.OrchardModule.Scheduling;

/// <summary>The table of the due queue.</summary>
internal sealed class SchedulingMigrations : DataMigration
{
    private const int KindLength = 100;
    private const string Available = "IDX_Automail_Due_Available";

    /// <summary>The table as it is now.</summary>
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
        await CreateIndexesAsync();
        return 2;
    }

    /// <summary>Version 2 finds what is due of one kind without passing over what is due of others.</summary>
    public async Task<int> UpdateFrom1Async()
    {
        await SchemaBuilder.AlterTableAsync(DueTable.Name, table => table.DropIndex(Available));
        await CreateIndexesAsync();
        return 2;
    }

    private Task CreateIndexesAsync() => SchemaBuilder.AlterTableAsync(DueTable.Name, table =>
    {
        table.CreateIndex(Available, nameof(DueRow.Held), nameof(DueRow.AvailableAt));
        table.CreateIndex("IDX_Automail_Due_OfKind", nameof(DueRow.KindKey), nameof(DueRow.Held), nameof(DueRow.AvailableAt), nameof(DueRow.KeyOrder));
    });
}
