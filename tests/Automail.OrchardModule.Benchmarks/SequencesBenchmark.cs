using System.Diagnostics;
using System.Globalization;
using Automail.Benchmarks;
using Automail.Benchmarks.Delivery;
using Automail.Benchmarks.Scale;
using Automail.Engine;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.OrchardModule.Scheduling;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;

namespace Automail.OrchardModule.Benchmarks;

/// <summary>
/// People of a sequence come due in one minute on a real site, beside many who wait: step, gate, whole mail of a ready template, Orchard's e-mail service, SMTP, ledger. On SQLite, or on the database that
/// <c>AUTOMAIL_TEST_DATABASE</c> names.
/// </summary>
internal static class SequencesBenchmark
{
    private const int Waiting = 100_000;
    private const int Due = 20_000;
    private const double SweepBudget = 5;

    public static async Task<bool> RunAsync()
    {
        await using var sink = await SmtpSink.StartAsync();
        if (sink is null)
        {
            Console.WriteLine("  skipped: smtp-sink (Debian's package postfix) is not installed.");
            return true;
        }

        await using var site = new SinkSite(sink.Port);
        await site.InitializeAsync();
        var problems = (await site.ImportAsync("""{ "name": "AutomailReadyTemplates", "templates": [ "welcome-1" ] }"""))
            .Concat(await site.ImportAsync($$"""{ "name": "AutomailSequences", "sequences": [ {{ScalePeople.Sequence}} ] }""")).ToList();
        if (problems.Count > 0)
        {
            throw new InvalidOperationException(string.Join('\n', problems));
        }

        await site.InScopeAsync(services => ScalePeople.FillAsync(services.GetRequiredService<IAutomailStore>(), site.Clock.Now, Waiting, Due));
        var kept = await SweepAsync(site);
        site.Clock.Advance(TimeSpan.FromDays(1));

        var memory = new MemoryUse();
        var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await site.InScopeAsync(services => memory.WatchAsync(services.GetRequiredService<DueDrain>().DrainAsync(CancellationToken.None)));
        watch.Stop();
        var spent = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / Due;
        var sent = (await site.WithAsync<IAutomailStore, IReadOnlyDictionary<SendState, int>>(store => store.ReadAsync(unit => unit.Ledger.CountByStateAsync()))).GetValueOrDefault(SendState.Sent);
        if (sent != Due)
        {
            throw new InvalidOperationException($"{sent} of {Due} mails were sent. {string.Join('\n', site.Errors.Lines)}");
        }

        Print($"{site.DatabaseName}: {Due:N0} people, from the step to the mail server: {Due / watch.Elapsed.TotalSeconds:N0}/s, {spent:N0} µs of our CPU each");
        Print($"memory while they drain: {memory}");
        return kept;
    }

    /// <summary>A sweep that finds nothing due among all of them.</summary>
    private static async Task<bool> SweepAsync(Site site)
    {
        var times = new List<double>();
        for (var i = -20; i < 100; i++)
        {
            await site.InScopeAsync(async services =>
            {
                var start = Stopwatch.GetTimestamp();
                if (await services.GetRequiredService<DueWorker>().DrainAsync() != 0)
                {
                    throw new InvalidOperationException("Something was due.");
                }

                if (i >= 0)
                {
                    times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            });
        }

        var sweep = Measure.Median(times);
        Print($"a sweep with nothing due among {Waiting + Due:N0}: {sweep:0.000} ms (budget: at most {SweepBudget:N0}) {(sweep <= SweepBudget ? "kept" : "MISSED")}");
        return sweep <= SweepBudget;
    }

    private static void Print(FormattableString line) => Console.WriteLine("  " + line.ToString(CultureInfo.InvariantCulture));
}
