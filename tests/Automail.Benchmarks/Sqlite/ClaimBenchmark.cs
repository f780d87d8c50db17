using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Automail.Engine;
using Automail.Engine.Scheduling;
using Automail.Sqlite;

namespace Automail.Benchmarks.Sqlite;

/// <summary>
/// Claiming costs what is due, not what waits (design, invariant 4): 1,000 due among 1,000,000 waiting beside the same among 10,000, on SQLite, commit
/// included. And what workers hold costs next to nothing: the same claim behind 10,000 held items.
/// </summary>
internal static class ClaimBenchmark
{
    private const int Due = 1000;
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Kinds = ["step", "cart", "mail"];

    public static async Task<bool> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("automail-claim-");
        try
        {
            await using var few = await FillAsync(Path.Combine(folder.FullName, "few.db"), 10_000);
            await using var many = await FillAsync(Path.Combine(folder.FullName, "many.db"), 1_000_000);
            var ratio = await Ratio.MeasureAsync(
                ("claim 1,000 due among 1,000,000 waiting", () => ClaimAsync(many)), ("claim 1,000 due among 10,000 waiting", () => ClaimAsync(few)), rounds: 41);
            var kept = Ratio.Judge("waiting items", ratio, 1.5);

            await using var crowd = await FillAsync(Path.Combine(folder.FullName, "held.db"), 1_000_000);
            await HoldAsync(crowd, 10_000);
            ratio = await Ratio.MeasureAsync(
                ("claim 1,000 due behind 10,000 held", () => ClaimAsync(crowd)), ("claim 1,000 due behind none", () => ClaimAsync(many)), rounds: 41);
            kept &= Ratio.Judge("held items", ratio, 1.5);

            ratio = await Ratio.MeasureAsync(
                ("look at 1,000,000 waiting, nothing due", () => LookAsync(many)), ("look at 10,000 waiting, nothing due", () => LookAsync(few)), rounds: 201);
            return Ratio.Judge("nothing due", ratio, 1.5) && kept;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Keys that lie nowhere near each other, like those of enrollments and mails.</summary>
    private static string Key(string what, int number)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what}{number}"))).AsSpan(0, 16));

    private static async Task<SqliteStore> FillAsync(string path, int waiting)
    {
        var store = await SqliteStore.OpenAsync(path);
        var random = new Random(42);
        var watch = Stopwatch.StartNew();
        for (var from = 0; from < waiting; from += 10_000)
        {
            await store.ExecuteAsync(async unit =>
            {
                for (var i = from; i < from + 10_000; i++)
                {
                    await unit.Due.ScheduleAsync(new DueItem(Key("waiting", i), Kinds[i % 3], Now.AddSeconds(random.Next(60, 90 * 86_400))));
                }
            });
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {waiting} scheduled, {watch.Elapsed.TotalMicroseconds / waiting:0.0} µs each"));
        return store;
    }

    private static async Task<TimeSpan> ClaimAsync(SqliteStore store)
    {
        await store.ExecuteAsync(async unit =>
        {
            for (var i = 0; i < Due; i++)
            {
                await unit.Due.ScheduleAsync(new DueItem(Key("due", i), Kinds[i % 3], Now.AddSeconds(-i)));
            }
        });
        var watch = Stopwatch.StartNew();
        var leases = await store.ExecuteAsync(unit => unit.Due.ClaimAsync(Now, TimeSpan.FromMinutes(5), Due, Kinds));
        watch.Stop();
        if (leases.Count != Due)
        {
            throw new InvalidOperationException($"Claimed {leases.Count} of {Due}.");
        }

        await store.ExecuteAsync(async unit =>
        {
            foreach (var lease in leases)
            {
                await unit.Due.CompleteAsync(lease);
            }
        });
        return watch.Elapsed;
    }

    private static async Task HoldAsync(SqliteStore store, int count)
    {
        await store.ExecuteAsync(async unit =>
        {
            for (var i = 0; i < count; i++)
            {
                await unit.Due.ScheduleAsync(new DueItem(Key("held", i), Kinds[i % 3], Now.AddHours(-2)));
            }

            await unit.Due.ClaimAsync(Now.AddHours(-1), TimeSpan.FromDays(1), count);
        });
    }

    /// <summary>A hundred looks of a worker that finds nothing.</summary>
    private static async Task<TimeSpan> LookAsync(SqliteStore store)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 100; i++)
        {
            await store.ReadAsync(unit => unit.Due.NextDueAsync());
        }

        return watch.Elapsed / 100;
    }
}
