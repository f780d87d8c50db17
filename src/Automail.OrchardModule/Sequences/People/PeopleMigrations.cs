using Automail.OrchardModule.Sequences.Enrolling;
using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>The tables of work on many people.</summary>
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

    /// <summary>Version 2: the lines of files.</summary>
    public async Task<int> UpdateFrom1Async()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<EnrollPartIndex>(
            table => table.Column<string>(nameof(EnrollPartIndex.PartKey), column => column.NotNull().Unique().WithLength(Keys.Length)), AutomailCollection.Name);
        return 2;
    }
}
