using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Tests.Sites;
using Automail.OrchardModule.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using YesSql;
using YesSql.Sql;

namespace Automail.OrchardModule.Tests.Scheduling;

[Collection(nameof(SharedSite))]
public sealed class SchedulingMigrationsTests(Site site)
{
    [Fact]
    public async Task An_older_queue_gets_the_indexes_of_a_new_one()
    {
        Assert.SkipUnless(site.Database.IsSqlite, "The list of indexes is SQLite's.");
        var asMade = await IndexesAsync();
        asMade.Count.ShouldBe(2);

        await site.InScopeAsync(async services =>
        {
            var session = services.GetRequiredService<ISession>();
            var migrations = new SchedulingMigrations { SchemaBuilder = new SchemaBuilder(services.GetRequiredService<IStore>().Configuration, await session.BeginTransactionAsync()) };
            await migrations.SchemaBuilder.AlterTableAsync(DueTable.Name, table =>
            {
                table.DropIndex("IDX_Automail_Due_Available");
                table.DropIndex("IDX_Automail_Due_OfKind");
            });
            await migrations.SchemaBuilder.AlterTableAsync(
                DueTable.Name, table => table.CreateIndex("IDX_Automail_Due_Available", nameof(DueRow.Held), nameof(DueRow.AvailableAt), nameof(DueRow.KeyOrder), nameof(DueRow.KindKey)));
            (await migrations.UpdateFrom1Async()).ShouldBe(2);
            await session.SaveChangesAsync(TestContext.Current.CancellationToken);
        });

        (await IndexesAsync()).ShouldBe(asMade);
    }

    private Task<List<string>> IndexesAsync()
        => site.SqlAsync(connection => connection.RowsAsync($"select sql from sqlite_master where tbl_name = '{DueTable.Name}' and sql like '%INDEX%' order by name"));
}
