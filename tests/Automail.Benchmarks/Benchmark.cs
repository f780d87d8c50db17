using System.Diagnostics;
using System.Globalization;

namespace Automail.Benchmarks;

/// <summary>A benchmark; it returns whether its budgets are kept.</summary>
internal sealed record Benchmark(string Name, string What, Func<Task<bool>> RunAsync);

/// <summary>The runs of one way of doing a thing.</summary>
internal sealed class Series(string name)
{
    private readonly List<double> _rates = [];
    private readonly List<double> _cpu = [];

    /// <summary>Measures one run that does <paramref name="count"/> things.</summary>
    public async Task RunAsync(int count, Func<Task> run)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await run();
        _rates.Add(count / Stopwatch.GetElapsedTime(start).TotalSeconds);
        _cpu.Add((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count);
    }

    public void Clear()
    {
        _rates.Clear();
        _cpu.Clear();
    }

    /// <summary>The median of the rates, per second.</summary>
    public double Rate => Measure.Median(_rates);

    /// <summary>How much faster than another, run beside it: the median over the rounds, so that what else the machine does falls out.</summary>
    public double RatioTo(Series other) => Measure.Median(_rates.Zip(other._rates, (a, b) => a / b));

    public void Print() => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {name,-38}{Rate,8:N0}/s   ({_rates.Min():N0} to {_rates.Max():N0} in {_rates.Count} runs; {Measure.Median(_cpu):N0} µs of our CPU each)"));
}

/// <summary>What benchmarks have in common.</summary>
internal static class Measure
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Prints a ratio beside its budget; whether it is kept.</summary>
    public static bool PrintAtLeast(string what, double ratio, double budget)
    {
        var kept = ratio >= budget;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-30}{ratio,8:0.00} x   (budget: at least {budget:0.##}) {(kept ? "kept" : "MISSED")}"));
        return kept;
    }
}
