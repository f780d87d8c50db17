using System.Diagnostics;
using System.Globalization;

namespace Automail.Benchmarks;

/// <summary>What the process holds while something goes on.</summary>
internal sealed class MemoryUse
{
    private readonly List<long> _megabytes = [];

    /// <summary>The most so far, in MB.</summary>
    public long AtMost => _megabytes.Max();

    /// <summary>Looks once; by one thread at a time.</summary>
    public void Look()
    {
        using var process = Process.GetCurrentProcess();
        _megabytes.Add(process.WorkingSet64 >> 20);
    }

    /// <summary>Looks again and again until the work is done.</summary>
    public async Task WatchAsync(Task work)
    {
        do
        {
            Look();
        }
        while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(200))) != work);
        await work;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_megabytes.Take((_megabytes.Count / 5) + 1).Max():N0} MB in the first fifth, {_megabytes.Skip(_megabytes.Count * 4 / 5).Max():N0} MB in the last, at most {AtMost:N0} MB");
}
