namespace Automail.Engine.Tests.Flow.Triggers;

/// <summary>A clock that is set by hand, back as well.</summary>
internal sealed class MovableTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
