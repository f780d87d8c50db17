using Microsoft.Extensions.Time.Testing;
using OrchardCore.Modules;

namespace Automail.OrchardModule.Tests.Sites;

/// <summary>Orchard's clock, which stands still until a test moves it. Zones are Orchard's own.</summary>
public sealed class SiteClock : IClock
{
    private readonly Clock _zones = new();

    /// <summary>A Monday morning.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>The same time for code that takes a <see cref="TimeProvider"/>.</summary>
    public FakeTimeProvider Time { get; } = new(Start);

    public DateTimeOffset Now => Time.GetUtcNow();

    DateTime IClock.UtcNow => Time.GetUtcNow().UtcDateTime;

    public void Advance(TimeSpan by) => Time.Advance(by);

    public ITimeZone[] GetTimeZones() => _zones.GetTimeZones();

    public ITimeZone GetTimeZone(string timeZoneId) => _zones.GetTimeZone(timeZoneId);

    public ITimeZone GetSystemTimeZone() => _zones.GetTimeZone("Etc/UTC");

    public DateTimeOffset ConvertToTimeZone(DateTimeOffset dateTimeOffset, ITimeZone timeZone)
        => _zones.ConvertToTimeZone(dateTimeOffset, timeZone);
}
