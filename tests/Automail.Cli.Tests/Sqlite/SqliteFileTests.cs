using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Automail.Cli.Tests.Sqlite;

/// <summary>What a file can do to a store, and what the store then says.</summary>
public sealed class SqliteFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_there_when_the_file_is_opened_again()
    {
        DueLease lease;
        await using (var store = await SqliteStore.OpenAsync(_folder.Database))
        {
            await store.ExecuteAsync(u => u.Contacts.SaveAsync(Contact("ann")));
            await store.ExecuteAsync(u => u.Due.ScheduleAsync(new DueItem("a", "k", Now)));
            lease = (await store.ExecuteAsync(u => u.Due.ClaimAsync(Now, Lease, 1))).Single();
        }

        Directory.GetFiles(_folder.Path).ShouldBe([_folder.Database], "a store that was closed leaves one file");
        await using var again = await SqliteStore.OpenAsync(_folder.Database, new SqliteStoreOptions { SurvivePowerLoss = true });

        (await again.ReadAsync(u => u.Contacts.GetAsync("ann"))).ShouldNotBeNull();
        (await again.ExecuteAsync(u => u.Due.ClaimAsync(Now + Lease, Lease, 1))).Single().Token.ShouldBeGreaterThan(lease.Token);
        (await again.ExecuteAsync(u => u.Due.CompleteAsync(lease))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_made()
    {
        var path = Path.Combine(_folder.Path, "a", "b", "automail.db");

        await using var store = await SqliteStore.OpenAsync(path);

        store.Path.ShouldBe(path);
        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task Stores_that_make_the_same_file_at_once_all_open_it()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => SqliteStore.OpenAsync(_folder.Database))));
        foreach (var store in stores)
        {
            await store.ExecuteAsync(u => u.Due.ScheduleAsync(new DueItem("a", "k", Now)));
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_processes_on_one_file_never_share_an_item()
    {
        await using var one = await SqliteStore.OpenAsync(_folder.Database);
        await using var two = await SqliteStore.OpenAsync(_folder.Database);
        await one.ExecuteAsync(async u =>
        {
            for (var i = 0; i < 300; i++)
            {
                await u.Due.ScheduleAsync(new DueItem($"{i:000}", "k", Now));
            }
        });

        var claims = await Task.WhenAll(new[] { one, two, one, two }.Select(store => Task.Run(async () =>
        {
            var mine = new List<DueLease>();
            while (await store.ExecuteAsync(u => u.Due.ClaimAsync(Now, Lease, 7)) is { Count: > 0 } leases)
            {
                mine.AddRange(leases);
            }

            return mine;
        })));

        claims.SelectMany(c => c).Select(l => l.Item.Key).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(0, 300).Select(i => $"{i:000}"));
    }

    [Fact]
    public async Task Of_two_stores_that_change_one_record_none_loses_a_change()
    {
        await using var one = await SqliteStore.OpenAsync(_folder.Database);
        await using var two = await SqliteStore.OpenAsync(_folder.Database);
        await one.ExecuteAsync(u => u.Contacts.SaveAsync(Contact("ann")));

        await Task.WhenAll(new[] { one, two }.Select(store => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await store.ExecuteAsync(async u =>
                {
                    var ann = await u.Contacts.GetAsync("ann");
                    await u.Contacts.SaveAsync(ann! with { OrderCount = ann.OrderCount + 1 });
                });
            }
        })));

        (await one.ReadAsync(u => u.Contacts.GetAsync("ann")))!.OrderCount.ShouldBe(100);
    }

    [Fact]
    public async Task A_locked_file_is_said_to_be_locked_and_can_still_be_read()
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database, new SqliteStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(1) });
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Contact("ann")));
        await using (var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await other.ExecuteAsync("BEGIN IMMEDIATE");

            var error = await Should.ThrowAsync<StoreUnavailableException>(() => store.ExecuteAsync(u => u.Contacts.SaveAsync(Contact("bob"))));

            error.Message.ShouldContain(_folder.Database);
            error.Message.ShouldContain("locked by another program");
            (await store.ReadAsync(u => u.Contacts.GetAsync("ann"))).ShouldNotBeNull();
        }

        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Contact("eve")));
        (await store.ReadAsync(u => u.Contacts.SearchAsync(null, 0, 10))).Items.Select(c => c.Id).ShouldBe(["ann", "eve"]);
    }

    [Fact]
    public async Task A_full_disk_keeps_nothing_of_the_unit_and_says_so()
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database, new SqliteStoreOptions { MaxSize = 250_000 });
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Contact("ann")));

        var error = await Should.ThrowAsync<StoreUnavailableException>(() => store.ExecuteAsync(FillAsync));

        error.Message.ShouldContain(_folder.Database);
        error.Message.ShouldContain("full");
        (await store.ReadAsync(u => u.Contacts.SearchAsync(null, 0, 10))).Items.Select(c => c.Id).ShouldBe(["ann"]);
        await store.ExecuteAsync(u => u.Contacts.SaveAsync(Contact("bob")));
        (await store.ReadAsync(u => u.Contacts.SearchAsync(null, 0, 10))).Total.ShouldBe(2);
    }

    [Fact]
    public async Task A_unit_that_looks_away_from_a_full_disk_is_not_committed()
    {
        await using var store = await SqliteStore.OpenAsync(_folder.Database, new SqliteStoreOptions { MaxSize = 250_000 });
        var wentOn = 0;

        await Should.ThrowAsync<StoreUnavailableException>(() => store.ExecuteAsync(async u =>
        {
            await Should.ThrowAsync<StoreUnavailableException>(() => FillAsync(u));
            wentOn++;
            await Should.ThrowAsync<StoreUnavailableException>(() => u.Contacts.SaveAsync(Contact("bob")));
            wentOn++;
        }));

        wentOn.ShouldBe(2);
        (await store.ReadAsync(u => u.Contacts.SearchAsync(null, 0, 10))).Total.ShouldBe(0);
    }

    [Fact]
    public async Task A_file_that_can_only_be_read_is_refused_when_it_is_opened()
    {
        await using (await SqliteStore.OpenAsync(_folder.Database))
        {
        }

        // A write version that SQLite does not know makes the file read-only for any account, the administrator's too (https://sqlite.org/fileformat.html).
        await using (var file = File.OpenWrite(_folder.Database))
        {
            file.Position = 18;
            file.WriteByte(9);
        }

        var error = await Should.ThrowAsync<StoreUnavailableException>(() => SqliteStore.OpenAsync(_folder.Database));

        error.Message.ShouldContain(_folder.Database);
        error.Message.ShouldContain("cannot be written");
    }

    [Fact]
    public async Task A_file_without_the_right_to_write_is_refused_when_it_is_opened()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "The administrator may write to any file, so this needs another account.");
        await using (await SqliteStore.OpenAsync(_folder.Database))
        {
        }

        File.SetAttributes(_folder.Database, FileAttributes.ReadOnly);
        try
        {
            (await Should.ThrowAsync<StoreUnavailableException>(() => SqliteStore.OpenAsync(_folder.Database))).Message.ShouldContain("cannot be written");
        }
        finally
        {
            File.SetAttributes(_folder.Database, FileAttributes.Normal);
        }
    }

    [Fact]
    public async Task A_path_that_cannot_be_a_database_is_refused()
    {
        var text = Path.Combine(_folder.Path, "notes.txt");
        await File.WriteAllTextAsync(text, string.Join('\n', Enumerable.Repeat("These are notes and not a database.", 500)), TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<StoreUnavailableException>(() => SqliteStore.OpenAsync(text))).Message.ShouldContain("is not a SQLite database");
        (await Should.ThrowAsync<StoreUnavailableException>(() => SqliteStore.OpenAsync(_folder.Path))).Message.ShouldContain("cannot be opened");
        (await Should.ThrowAsync<StoreUnavailableException>(() => SqliteStore.OpenAsync(Path.Combine(text, "automail.db")))).Message.ShouldContain("folder");
    }

    [Fact]
    public async Task A_damaged_file_is_said_to_be_damaged()
    {
        await using (await SqliteStore.OpenAsync(_folder.Database))
        {
        }

        var bytes = await File.ReadAllBytesAsync(_folder.Database, TestContext.Current.CancellationToken);
        bytes.AsSpan(4096).Fill(0x5A);
        await File.WriteAllBytesAsync(_folder.Database, bytes, TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<StoreUnavailableException>(() => SqliteStore.OpenAsync(_folder.Database))).Message.ShouldContain("is damaged");
    }

    [Fact]
    public async Task A_file_of_a_newer_Automail_is_left_alone()
    {
        await using (await SqliteStore.OpenAsync(_folder.Database))
        {
        }

        await using (var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=false"))
        {
            await other.ExecuteAsync("PRAGMA user_version = 999");
        }

        (await Should.ThrowAsync<StoreUnavailableException>(() => SqliteStore.OpenAsync(_folder.Database))).Message.ShouldContain("newer Automail");
    }

    [Fact]
    public async Task A_file_of_an_older_Automail_is_brought_up_to_date()
    {
        var key = new SendKey("j", 1, "i", "m1", 0);
        var record = new SendRecord { Id = key.ToId(), Key = key, ContactId = "c", Template = "t", Purpose = "marketing", QueuedAt = Now, UpdatedAt = Now };
        await using (var store = await SqliteStore.OpenAsync(_folder.Database))
        {
            await store.ExecuteAsync(unit => unit.Ledger.TryAddAsync(record), TestContext.Current.CancellationToken);
        }

        await using (var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=false"))
        {
            await other.ExecuteAsync("""
                ALTER TABLE sends DROP COLUMN template_version;
                ALTER TABLE sends DROP COLUMN kind;
                ALTER TABLE sends DROP COLUMN url;
                ALTER TABLE sends DROP COLUMN body;
                DROP INDEX events_by_type;
                ALTER TABLE sequences DROP COLUMN admits;
                DROP INDEX enrollments_inside;
                DROP INDEX enrollments_completed;
                DROP TABLE migrations;
                ALTER TABLE enrollments DROP COLUMN entered_version;
                ALTER TABLE enrollments DROP COLUMN paused_at;
                ALTER TABLE enrollments DROP COLUMN paused_by;
                ALTER TABLE enrollments DROP COLUMN paused_wake_at;
                ALTER TABLE enrollments DROP COLUMN trace;
                ALTER TABLE sends DROP COLUMN clicked_at;
                ALTER TABLE sends DROP COLUMN decided_version;
                DROP TABLE step_tallies;
                PRAGMA user_version = 1;
                """);
        }

        await using var opened = await SqliteStore.OpenAsync(_folder.Database);
        await opened.ExecuteAsync(unit => unit.Ledger.UpdateAsync(record with { TemplateVersion = "2" }), TestContext.Current.CancellationToken);

        (await opened.ReadAsync(unit => unit.Ledger.GetAsync([record.Id]), TestContext.Current.CancellationToken))[record.Id].TemplateVersion.ShouldBe("2");
    }

    private static Contact Contact(string id) => new() { Id = id, CreatedAt = Now, UpdatedAt = Now };

    private static async Task FillAsync(IUnitOfWork unit)
    {
        for (var i = 0; i < 1000; i++)
        {
            await unit.Contacts.SaveAsync(Contact($"c{i}") with { Name = new string('x', 1000) });
        }
    }
}
