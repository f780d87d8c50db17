using System.Diagnostics;
using System.Globalization;
using Automail.Benchmarks;
using Automail.OrchardModule.Scheduling.Delay;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.BackgroundTasks;
using OrchardCore.Environment.Shell;
using OrchardCore.Workflows.Timers;

namespace Automail.OrchardModule.Benchmarks;

/// <summary>
/// A sweep with nothing due costs nothing, however many wait, and what is due is resumed fast (design, section 5). Beside it Orchard's own timer, which loads
/// every instance that waits; among fewer, since its first sweep grows with their square.
/// </summary>
internal static class DelayBenchmark
{
    private const int Few = 10_000;
    private const int Many = 100_000;
    private const int Timers = 1_000;
    private const int Due = 3_000;
    private const double SweepBudget = 5;
    private const double ResumeBudget = 3_000;

    public static async Task<bool> RunAsync()
    {
        await using var site = new TimerSite();
        await site.InitializeAsync();
        await site.InScopeAsync(services => services.GetRequiredService<IShellFeaturesManager>() is var features
            ? EnableAsync(features, "OrchardCore.Workflows.Timers")
            : Task.CompletedTask);
        await WaitingWorkflows.SaveTypesAsync(site);
        var later = site.Clock.Now.AddDays(100);

        await WaitingWorkflows.AddAsync(site, WaitingWorkflows.Delayed, Few, later);
        var few = await SweepsAsync(site);
        Ratio.Print($"a sweep, nothing due among {Few:N0}", few);
        await WaitingWorkflows.AddAsync(site, WaitingWorkflows.Delayed, Many - Few, later);
        var many = await SweepsAsync(site);
        Ratio.Print($"a sweep, nothing due among {Many:N0}", many);
        var kept = Judge($"a sweep among {Many:N0}", Measure.Median(many), "ms", SweepBudget, atMost: true);

        var ended = await ResumedAsync(site, WaitingWorkflows.Delayed, $"{Due:N0} due, resumed to the end");
        kept &= Judge("resumed to the end, a second", ended.Rate, "", ResumeBudget, atMost: false);
        await ResumedAsync(site, WaitingWorkflows.Twice, $"{Due:N0} due, resumed to the next Delay");

        await WaitingWorkflows.AddAsync(site, WaitingWorkflows.Timed, Timers, later);
        var first = await StockAsync(site);
        var next = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            next.Add((await StockAsync(site)).TotalMilliseconds);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  Orchard's timer, nothing due among {Timers:N0}: first sweep {first.TotalMilliseconds:N0} ms, later ones {Measure.Median(next):N1} ms"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  per instance that waits: {Measure.Median(next) / Timers * 1000:N1} µs with Orchard's timer, {Measure.Median(many) / Many * 1000:N3} µs with Delay"));
        return kept;
    }

    private static async Task EnableAsync(IShellFeaturesManager features, string id)
        => await features.EnableFeaturesAsync([.. (await features.GetAvailableFeaturesAsync()).Where(feature => feature.Id == id)], force: true);

    private static async Task<List<double>> SweepsAsync(Site site)
    {
        var times = new List<double>();
        for (var i = -20; i < 100; i++)
        {
            var time = await ResumeAsync(site, expected: 0);
            if (i >= 0)
            {
                times.Add(time.TotalMilliseconds);
            }
        }

        return times;
    }

    private static async Task<Series> ResumedAsync(Site site, string type, string name)
    {
        var series = new Series(name);
        for (var round = -4; round < 7; round++)
        {
            await WaitingWorkflows.AddAsync(site, type, Due, site.Clock.Now.AddSeconds(-Due));
            await series.RunAsync(Due, () => ResumeAsync(site, Due));
            if (round < 0)
            {
                // These warm up.
                series.Clear();
            }
        }

        series.Print();
        return series;
    }

    private static async Task<TimeSpan> ResumeAsync(Site site, int expected)
    {
        var time = TimeSpan.Zero;
        await site.InScopeAsync(async services =>
        {
            var sweeper = services.GetRequiredService<DelaySweeper>();
            var watch = Stopwatch.StartNew();
            var moved = await sweeper.SweepAsync(CancellationToken.None);
            time = watch.Elapsed;
            if (moved != expected)
            {
                throw new InvalidOperationException($"{moved} instances moved instead of {expected}. {string.Join('\n', site.Errors.Lines)}");
            }
        });
        return time;
    }

    /// <summary>Orchard's own sweep, with the scope in which it does its work: what it changed is saved at the end of that.</summary>
    private static async Task<TimeSpan> StockAsync(Site site)
    {
        var watch = Stopwatch.StartNew();
        await site.InScopeAsync(services => services.GetServices<IBackgroundTask>().OfType<TimerBackgroundTask>().Single().DoWorkAsync(services, CancellationToken.None));
        return watch.Elapsed;
    }

    private static bool Judge(string what, double value, string unit, double budget, bool atMost)
    {
        var kept = atMost ? value <= budget : value >= budget;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {what,-44}{value,10:#,0.###} {unit}   (budget: at {(atMost ? "most" : "least")} {budget:N0}) {(kept ? "kept" : "MISSED")}"));
        return kept;
    }

    private sealed class TimerSite : Site;
}
