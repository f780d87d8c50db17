using System.Diagnostics;
using System.Globalization;

namespace Automail.Benchmarks;

/// <summary>What the process holds while many things are done; one of so many is looked at.</summary>
internal sealed class MemoryUse
{
    private const int OneIn = 250;

    private readonly List<long> _megabytes = [];
    private int _count;

    /// <summary>The most so far, in MB.</summary>
    public long AtMost => _megabytes.Max();

    /// <summary>To be called once for each thing, by one thread at a time.</summary>
    public void Look()
    {
        if (_count++ % OneIn == 0)
        {
            using var process = Process.GetCurrentProcess();
            _megabytes.Add(process.WorkingSet64 >> 20);
        }
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_megabytes.Take((_megabytes.Count / 5) + 1).Max():N0} MB in the first fifth, {_megabytes.Skip(_megabytes.Count * 4 / 5).Max():N0} MB in the last, at most {AtMost:N0} MB");
}
