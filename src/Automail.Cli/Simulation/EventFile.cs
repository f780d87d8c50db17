using System.Runtime.InteropServices;
using Automail.Engine.Behavior;

namespace Automail.Cli.Simulation;

/// <summary>
/// A file of events, one CloudEvent a line, in any order. The first pass checks every line and notes where it stands; then they are read one
/// by one by time, and at one instant in the file's order.
/// </summary>
internal sealed class EventFile : IDisposable
{
    // So far in the future that no event of a simulation is refused for it.
    private static readonly DateTimeOffset Never = DateTimeOffset.MaxValue - CloudEventReader.MaxFuture - TimeSpan.FromDays(1);

    private readonly JsonLines _lines;
    private readonly List<Entry> _entries = [];

    public EventFile(string path) => _lines = new JsonLines(path);

    /// <summary>The file's path as it was given.</summary>
    public string Path => _lines.Path;

    /// <summary>How many events there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The time of the first event; null when there is none.</summary>
    public DateTimeOffset? First => _entries.Count == 0 ? null : At(_entries[0]);

    /// <summary>Checks every line, and puts them into order.</summary>
    public void Check(Problems problems, CancellationToken cancellationToken)
    {
        var sorted = true;
        foreach (var line in _lines.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Parse(line, problems) is { } read)
            {
                var entry = new Entry(read.Time.ToUnixTimeMilliseconds(), line.Offset, line.Number, line.Bytes.Length);
                sorted &= _entries.Count == 0 || _entries[^1].Time <= entry.Time;
                _entries.Add(entry);
            }
        }

        if (!sorted)
        {
            CollectionsMarshal.AsSpan(_entries).Sort(static (x, y) => x.Time.CompareTo(y.Time) is not 0 and var order ? order : x.Number.CompareTo(y.Number));
        }
    }

    /// <summary>How many events lie after a moment.</summary>
    public int CountAfter(DateTimeOffset moment)
    {
        var count = 0;
        for (var i = _entries.Count - 1; i >= 0 && At(_entries[i]) > moment; i--)
        {
            count++;
        }

        return count;
    }

    /// <summary>The events up to and including a moment, by time and then by line, with their lines.</summary>
    public IEnumerable<(int Line, BehaviorEvent Event)> Until(DateTimeOffset moment)
    {
        foreach (var entry in _entries)
        {
            if (At(entry) > moment)
            {
                yield break;
            }

            var bytes = _lines.Read(entry.Offset, entry.Length);
            yield return (entry.Number, CloudEventReader.Read(bytes, Never, trusted: true)[0]);
        }
    }

    public void Dispose() => _lines.Dispose();

    private static DateTimeOffset At(Entry entry) => DateTimeOffset.FromUnixTimeMilliseconds(entry.Time);

    private BehaviorEvent? Parse(Line line, Problems problems)
    {
        if (line.TooLong)
        {
            problems.Add(Path, line.Number, $"is longer than {JsonLines.MaxLength / 1024} KB.");
            return null;
        }

        if (line.Bytes.Span.TrimStart(" \t"u8)[0] == (byte)'[')
        {
            problems.Add(Path, line.Number, "is a list; each event has a line of its own.");
            return null;
        }

        try
        {
            var read = CloudEventReader.Read(line.Bytes, Never, trusted: true)[0];
            if (read.Time == Never)
            {
                problems.Add(Path, line.Number, "time: is missing.");
                return null;
            }

            return read;
        }
        catch (InvalidEventsException e)
        {
            problems.Add(Path, line.Number, $"{e.Problems[0].Field}: {e.Problems[0].Problem}");
            return null;
        }
    }

    private readonly record struct Entry(long Time, long Offset, int Number, int Length);
}
