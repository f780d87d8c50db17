namespace Automail.Engine.Scheduling;

/// <summary>The present as stores keep it.</summary>
public static class Moments
{
    /// <summary>The present, UTC, in whole milliseconds.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
