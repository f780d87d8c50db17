using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>The table of workflow types with triggers. It lies beside Orchard's workflow types, in the site's own collection.</summary>
internal sealed class JourneyMigrations : DataMigration
{
    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<JourneyTriggerIndex>(table => table
            .Column<string>(nameof(JourneyTriggerIndex.WorkflowTypeId), column => column.NotNull().WithLength(26)));
        return 1;
    }
}
