using System.Globalization;

namespace Automail.Benchmarks;

/// <summary>
/// Compares two ways in one run: they take turns, so that whatever else the machine does meets both. Medians are compared, for a pause in one round must
/// not decide.
/// </summary>
internal static class Ratio
{
    private const int Warmup = 3;

    /// <summary>Runs both in turn, prints the medians with their middle half, and returns the first median divided by the second.</summary>
    /// <param name="one">One round of what is judged; tells how long the part took that counts.</param>
    /// <param name="other">One round of what it is compared with.</param>
    /// <param name="rounds">How many rounds count, after a few that do not.</param>
    public static async Task<double> MeasureAsync((string Name, Func<Task<TimeSpan>> Run) one, (string Name, Func<Task<TimeSpan>> Run) other, int rounds)
    {
        var (ones, others) = (new List<double>(), new List<double>());
        for (var round = -Warmup; round < rounds; round++)
        {
            // Who begins changes from round to round, since the first may leave the caches warm for the second.
            var swapped = round % 2 != 0;
            var first = await (swapped ? other : one).Run();
            var second = await (swapped ? one : other).Run();
            if (round >= 0)
            {
                ones.Add((swapped ? second : first).TotalMilliseconds);
                others.Add((swapped ? first : second).TotalMilliseconds);
            }
        }

        Print(one.Name, ones);
        Print(other.Name, others);
        return Measure.Median(ones) / Measure.Median(others);
    }

    /// <summary>Prints a ratio beside its budget, and tells whether the budget was kept.</summary>
    public static bool Judge(string what, double ratio, double atMost)
    {
        var kept = ratio <= atMost;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-44}{ratio,10:0.##} x   (budget: at most {atMost:0.##}) {(kept ? "kept" : "MISSED")}"));
        return kept;
    }

    /// <summary>Prints a median with its middle half.</summary>
    public static void Print(string name, List<double> milliseconds)
        => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-44} median {Measure.Median(milliseconds),9:0.000} ms   middle half {Quantile(milliseconds, 0.25):0.000} to {Quantile(milliseconds, 0.75):0.000} ms   rounds {milliseconds.Count}"));

    private static double Quantile(List<double> values, double part)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Round(part * (sorted.Count - 1))];
    }
}
