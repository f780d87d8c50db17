using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.OrchardModule.Storage;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Storage;

/// <summary>What this store promises beyond the contract of all.</summary>
[Collection(nameof(SharedSite))]
public sealed class YesSqlStoreTests(Site site)
{
    private static readonly Contact Ann = new() { Id = "ann", CreatedAt = SiteClock.Start, UpdatedAt = SiteClock.Start };

    [Fact]
    public async Task Work_that_lost_to_another_writer_runs_again()
    {
        var store = await site.NewStoreAsync();
        var runs = 0;

        await store.ExecuteAsync(async unit =>
        {
            await unit.Contacts.SaveAsync(Ann with { OrderCount = ++runs });
            if (runs < 3)
            {
                throw new ConcurrencyException(new Document());
            }
        });

        (await store.ReadAsync(unit => unit.Contacts.GetAsync("ann")))!.OrderCount.ShouldBe(3);
    }

    [Fact]
    public async Task Work_that_loses_again_and_again_is_given_up()
    {
        var store = await site.NewStoreAsync();
        var runs = 0;

        var error = await Should.ThrowAsync<StoreConflictException>(() => store.ExecuteAsync(async unit =>
        {
            runs++;
            await unit.Contacts.SaveAsync(Ann);
            throw new ConcurrencyException(new Document());
        }));

        error.InnerException.ShouldBeOfType<ConcurrencyException>();
        runs.ShouldBe(6);
        (await store.ReadAsync(unit => unit.Contacts.GetAsync("ann"))).ShouldBeNull();
    }

    [Fact]
    public async Task A_key_that_another_took_is_a_loss_and_another_constraint_is_not()
    {
        Assert.SkipUnless(site.Database.IsSqlite, "The statements are for SQLite's tables.");
        await site.EmptyAsync();
        var taken = await FailAsync("insert into Automail_SuppressionIndex (DocumentId, AddressKey) values (1, 'k'), (2, 'k')");
        var missing = await FailAsync("insert into Automail_SuppressionIndex (DocumentId, AddressKey) values (1, null)");

        Conflicts.LostTo(taken).ShouldBeTrue();
        Conflicts.LostTo(missing).ShouldBeFalse();
        Conflicts.LockedOut(taken).ShouldBeFalse();
    }

    [Fact]
    public async Task A_unit_inside_a_unit_fails_at_once_and_so_does_not_wait_for_itself()
    {
        var store = await site.NewStoreAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => store.ExecuteAsync(_ => store.ExecuteAsync(unit => unit.Contacts.SaveAsync(Ann))));

        await store.ExecuteAsync(unit => unit.Contacts.SaveAsync(Ann));
    }

    [Fact]
    public async Task A_unit_does_not_commit_what_remains_after_an_error_that_its_work_caught()
    {
        var store = await site.NewStoreAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => store.ExecuteAsync(async unit =>
        {
            await unit.Contacts.SaveAsync(Ann);
            await unit.Events.TryAppendAsync(new BehaviorEvent("shop", "1", "t", "ann", SiteClock.Start, default(JsonElement)), "ann");
            await Record.ExceptionAsync(() => unit.Events.ForContactAsync("ann", 0, 10));
        }));

        (await store.ReadAsync(unit => unit.Contacts.GetAsync("ann"))).ShouldBeNull();
    }

    [Fact]
    public async Task Two_stores_on_one_database_keep_out_of_each_others_way()
    {
        var stores = new[] { await site.NewStoreAsync(), await site.OpenStoreAsync() };
        await stores[0].ExecuteAsync(unit => unit.Contacts.SaveAsync(Ann));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            for (var n = 0; n < 5; n++)
            {
                await stores[i % 2].ExecuteAsync(async unit =>
                {
                    var ann = await unit.Contacts.GetAsync("ann");
                    await unit.Contacts.SaveAsync(ann! with { OrderCount = ann.OrderCount + 1 });
                });
            }
        })));

        (await stores[1].ReadAsync(unit => unit.Contacts.GetAsync("ann")))!.OrderCount.ShouldBe(20);
    }

    [Fact]
    public async Task Deleted_documents_leave_no_rows_behind()
    {
        var store = await site.NewStoreAsync();
        await store.ExecuteAsync(unit => unit.Contacts.SaveAsync(Ann with { Email = "ann@example.com", AnonymousIds = ["v1", "v2"] }));

        await store.ExecuteAsync(unit => unit.Contacts.RemoveAsync("ann"));

        Assert.SkipUnless(site.Database.IsSqlite, "The statements are for SQLite's tables.");
        var rows = await site.SqlAsync(connection => connection.RowsAsync(
            "select count(*) from Automail_Document union all select count(*) from Automail_ContactIndex union all select count(*) from Automail_ContactIdentityIndex"));
        rows.ShouldBe(["0", "0", "0"]);
    }

    private Task<Exception> FailAsync(string sql) => site.SqlAsync(async connection =>
    {
        try
        {
            await connection.RowsAsync(sql);
        }
        catch (SqliteException e)
        {
            return (Exception)e;
        }

        throw new InvalidOperationException("The statement did not fail.");
    });
}
