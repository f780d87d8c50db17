namespace Automail.Engine.Scheduling;

/// <summary>
/// Time that can be moved: it stands still, or runs along with another clock, and jumps forward on request (design, invariant 5).
/// Timers made from it are those of real time.
/// </summary>
public sealed class VirtualClock : TimeProvider
{
    private readonly TimeProvider? _running;
    private long _ticks;

    private VirtualClock(TimeProvider? running, long ticks) => (_running, _ticks) = (running, ticks);

    /// <summary>A clock that stands still at <paramref name="start"/>.</summary>
    public static VirtualClock StandingAt(DateTimeOffset start) => new(null, start.UtcTicks);

    /// <summary>A clock that runs along with <paramref name="clock"/>, ahead of it by <paramref name="ahead"/>.</summary>
    public static VirtualClock RunningWith(TimeProvider clock, TimeSpan ahead = default) => new(clock, ahead.Ticks);

    /// <summary>How far it is ahead of the clock it runs with; zero for one that stands still.</summary>
    public TimeSpan Ahead => _running is null ? TimeSpan.Zero : TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
        => _running is null
            ? new DateTimeOffset(Interlocked.Read(ref _ticks), TimeSpan.Zero)
            : _running.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    /// <summary>Moves to <paramref name="moment"/>; a moment in the past changes nothing.</summary>
    public void AdvanceTo(DateTimeOffset moment)
    {
        var by = moment - GetUtcNow();
        if (by > TimeSpan.Zero)
        {
            Interlocked.Add(ref _ticks, by.Ticks);
        }
    }
}
