using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Sequences.Archiving;

/// <summary>The table of archived sequences.</summary>
internal sealed class ArchivingMigrations : DataMigration
{
    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<ArchivedSequenceIndex>(table => table
            .Column<string>(nameof(ArchivedSequenceIndex.ContentItemId), column => column.NotNull().WithLength(26)));
        return 1;
    }
}
