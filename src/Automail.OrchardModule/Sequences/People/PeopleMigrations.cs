using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>The table of work on many people.</summary>
internal sealed class PeopleMigrations : DataMigration
{
    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<PeopleWorkIndex>(table => table
            .Column<string>(nameof(PeopleWorkIndex.WorkKey), column => column.NotNull().Unique().WithLength(Keys.Length))
            .Column<string>(nameof(PeopleWorkIndex.SequenceKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<long>(nameof(PeopleWorkIndex.CreatedAt), column => column.NotNull()), AutomailCollection.Name);
        await SchemaBuilder.AlterIndexTableAsync<PeopleWorkIndex>(table => table
            .CreateIndex("IDX_Automail_PeopleWork_Sequence", nameof(PeopleWorkIndex.SequenceKey), nameof(PeopleWorkIndex.CreatedAt)), AutomailCollection.Name);
        return 1;
    }
}
