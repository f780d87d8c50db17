namespace Automail.Engine.Scheduling;

/// <summary>The due queue's clock: whole milliseconds since 1970-01-01 UTC, in which every store keeps and compares due times.</summary>
public static class DueTime
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The first whole millisecond that is not before <paramref name="time"/>: an item is never due early.</summary>
    public static long RoundUp(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return time.UtcTicks % TimeSpan.TicksPerMillisecond == 0 || milliseconds == Latest ? milliseconds : milliseconds + 1;
    }

    /// <summary>The millisecond that <paramref name="now"/> lies in.</summary>
    public static long Of(DateTimeOffset now) => now.ToUnixTimeMilliseconds();

    /// <summary>The instant, UTC.</summary>
    public static DateTimeOffset ToTime(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
