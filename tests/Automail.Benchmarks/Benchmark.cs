using System.Diagnostics;
using System.Globalization;

namespace Automail.Benchmarks;

/// <summary>A benchmark; it returns whether its budgets are kept.</summary>
internal sealed record Benchmark(string Name, string What, Func<Task<bool>> RunAsync);

/// <summary>What benchmarks have in common.</summary>
internal static class Measure
{
    /// <summary>How many per second, over one run.</summary>
    public static async Task<double> RateAsync(int count, Func<Task> run)
    {
        var start = Stopwatch.GetTimestamp();
        await run();
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Prints a figure with its spread.</summary>
    public static void PrintRate(string what, IReadOnlyCollection<double> rates)
        => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {what,-34}{Median(rates),10:N0}/s   ({rates.Min():N0} to {rates.Max():N0} in {rates.Count} runs)"));

    /// <summary>Prints a ratio beside its budget; whether it is kept.</summary>
    public static bool PrintAtLeast(string what, double ratio, double budget)
    {
        var kept = ratio >= budget;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-34}{ratio,10:0.##} x   (budget: at least {budget:0.##}) {(kept ? "kept" : "MISSED")}"));
        return kept;
    }
}
