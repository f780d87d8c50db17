using System.Globalization;
using Automail.Engine.Scheduling;
using NodaTime;

namespace Automail.Engine.Sequences.Lint;

/// <summary>The hours of a window in a week without clock changes.</summary>
internal static class Hours
{
    private const int MinutesOfDay = 24 * 60;

    /// <summary>Whether it is open on a day at a time.</summary>
    public static bool IsOpen(SendWindow window, IsoDayOfWeek day, LocalTime time)
    {
        var before = day == IsoDayOfWeek.Monday ? IsoDayOfWeek.Sunday : day - 1;
        return window.To > window.From
            ? window.Days.Contains(day) && time >= window.From && time < window.To
            : (window.Days.Contains(day) && time >= window.From) || (window.Days.Contains(before) && time < window.To);
    }

    /// <summary>The shortest time for which it is closed at a stretch; zero when it never is.</summary>
    public static TimeSpan ShortestClosed(SendWindow window)
    {
        var open = Enumerable.Range(0, 7 * MinutesOfDay)
            .Select(minute => IsOpen(window, (IsoDayOfWeek)((minute / MinutesOfDay) + 1), LocalTime.FromMinutesSinceMidnight(minute % MinutesOfDay)))
            .ToList();
        var start = open.IndexOf(true);
        var (shortest, closed) = (int.MaxValue, 0);
        for (var i = 1; i <= open.Count; i++)
        {
            if (!open[(start + i) % open.Count])
            {
                closed++;
            }
            else if (closed > 0)
            {
                (shortest, closed) = (Math.Min(shortest, closed), 0);
            }
        }

        return TimeSpan.FromMinutes(shortest == int.MaxValue ? 0 : shortest);
    }

    /// <summary>A length in hours, with at most one decimal.</summary>
    public static string Text(TimeSpan time) => time.TotalHours.ToString("0.#", CultureInfo.InvariantCulture);
}
