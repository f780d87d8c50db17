using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>The table of waiting workflow instances. It lies beside Orchard's workflows, in the site's own collection.</summary>
internal sealed class WaitingMigrations : DataMigration
{
    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<WaitingIndex>(table => table
            .Column<string>(nameof(WaitingIndex.WorkflowId), column => column.NotNull().WithLength(26))
            .Column<string>(nameof(WaitingIndex.WorkflowTypeId), column => column.NotNull().WithLength(26))
            .Column<string>(nameof(WaitingIndex.ContactKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<string>(nameof(WaitingIndex.ActivityId), column => column.NotNull().WithLength(255))
            .Column<string>(nameof(WaitingIndex.ActivityName), column => column.NotNull().WithLength(255))
            .Column<long>(nameof(WaitingIndex.DueAt), column => column.Nullable())
            .Column<long>(nameof(WaitingIndex.Claim), column => column.NotNull().WithDefault(0)));
        await SchemaBuilder.AlterIndexTableAsync<WaitingIndex>(table =>
        {
            table.CreateIndex("IDX_Automail_Waiting_Due", nameof(WaitingIndex.DueAt), nameof(WaitingIndex.DocumentId));
            table.CreateIndex("IDX_Automail_Waiting_Contact", nameof(WaitingIndex.ContactKey));
            table.CreateIndex("IDX_Automail_Waiting_Workflow", nameof(WaitingIndex.WorkflowId));
        });
        return 1;
    }
}
