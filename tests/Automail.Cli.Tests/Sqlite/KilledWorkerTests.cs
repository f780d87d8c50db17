using System.Diagnostics;
using System.Globalization;
using Automail.Engine;
using Automail.Engine.Delivery;
using Automail.Engine.Scheduling;
using Automail.Sqlite;
using Shouldly;
using Xunit;

namespace Automail.Cli.Tests.Sqlite;

/// <summary>Real processes that are killed in the middle of their work (SIGKILL), and what the next one finds.</summary>
public sealed class KilledWorkerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_inside_the_claim_a_worker_holds_nothing()
    {
        await using var store = await FillAsync(10);
        using (var worker = Start("claim", Now))
        {
            (await worker.StandardOutput.ReadLineAsync()).ShouldStartWith("10 ");
            Kill(worker);
        }

        var leases = await store.ExecuteAsync(u => u.Due.ClaimAsync(Now, Lease, 100));

        leases.Count.ShouldBe(10);
        leases.ShouldAllBe(l => l.Attempts == 1);
    }

    [Fact]
    public async Task Killed_between_claim_and_commit_a_worker_leaves_nothing_half_done_and_another_makes_each_mail_once()
    {
        await using var store = await FillAsync(10);
        long token;
        using (var worker = Start("work", Now))
        {
            var said = await worker.StandardOutput.ReadLineAsync();
            said.ShouldStartWith("10 ");
            token = long.Parse(said![3..], CultureInfo.InvariantCulture);
            Kill(worker);
        }

        (await store.ReadAsync(u => u.Ledger.SearchAsync(new SendQuery(), 0, 1))).Total.ShouldBe(0);
        (await store.ReadAsync(u => u.Due.CountAsync(Now))).ShouldBe(new DueCounts(10, 10));
        (await store.ExecuteAsync(u => u.Due.ClaimAsync(Now + Lease - TimeSpan.FromMilliseconds(1), Lease, 100))).ShouldBeEmpty();

        var taken = await store.ExecuteAsync(u => u.Due.ClaimAsync(Now + Lease, Lease, 100));
        taken.Count.ShouldBe(10);
        taken.ShouldAllBe(l => l.Attempts == 2);
        (await store.ExecuteAsync(u => u.Due.CompleteAsync(taken[0] with { Token = token }))).ShouldBeFalse("the lease of the dead worker is worth nothing");
        using (var next = Start("run", Now + Lease + Lease))
        {
            next.StandardInput.Close();
            (await ReadAllAsync(next)).Order(StringComparer.Ordinal).ShouldBe(Keys(10));
            next.ExitCode.ShouldBe(0);
        }

        (await store.ReadAsync(u => u.Ledger.SearchAsync(new SendQuery(), 0, 100))).Items.Select(r => r.ContactId).Order(StringComparer.Ordinal).ShouldBe(Keys(10));
        (await store.ReadAsync(u => u.Due.CountAsync(Now))).Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Killed_at_any_moment_workers_together_make_each_mail_once_and_none_is_missing()
    {
        await using var store = await FillAsync(200);
        var now = Now;
        var done = new List<string>();
        foreach (var count in new[] { 1, 7, 20, 44, 3 })
        {
            using var worker = Start("run", now);
            await worker.StandardInput.WriteAsync(new string('\n', count + 5));
            await worker.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            for (var i = 0; i < count; i++)
            {
                done.Add((await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull());
            }

            // It may work on five more while we strike. What it still said before it died was committed as well.
            Kill(worker);
            done.AddRange(await ReadAllAsync(worker));
            var recorded = await RecordedAsync(store);
            done.ShouldBeSubsetOf(recorded);
            (await store.ReadAsync(u => u.Due.CountAsync(now))).Waiting.ShouldBe(200 - recorded.Length, "a mail and its item change together");
            now += Lease;
        }

        using var last = Start("run", now);
        last.StandardInput.Close();
        await ReadAllAsync(last);

        last.ExitCode.ShouldBe(0);
        (await RecordedAsync(store)).ShouldBe(Keys(200));
        (await store.ReadAsync(u => u.Due.CountAsync(now))).Waiting.ShouldBe(0);
    }

    private static IEnumerable<string> Keys(int count) => Enumerable.Range(0, count).Select(i => $"item-{i:000}");

    private static async Task<string[]> RecordedAsync(SqliteStore store)
        => [.. (await store.ReadAsync(u => u.Ledger.SearchAsync(new SendQuery(), 0, 1000))).Items.Select(r => r.ContactId).Order(StringComparer.Ordinal)];

    private static async Task<List<string>> ReadAllAsync(Process worker)
    {
        var lines = new List<string>();
        while (await worker.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        await worker.WaitForExitAsync();
        return lines;
    }

    private static void Kill(Process worker)
    {
        worker.Kill();
        worker.WaitForExit();
    }

    private async Task<SqliteStore> FillAsync(int count)
    {
        var store = await SqliteStore.OpenAsync(_folder.Database);
        await store.ExecuteAsync(async u =>
        {
            foreach (var key in Keys(count))
            {
                await u.Due.ScheduleAsync(new DueItem(key, "mail", Now));
            }
        });
        return store;
    }

    private Process Start(string stage, DateTimeOffset now)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Automail.KillHost.dll"), _folder.Database, stage,
                now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            },
        };
        return Process.Start(start).ShouldNotBeNull();
    }
}
