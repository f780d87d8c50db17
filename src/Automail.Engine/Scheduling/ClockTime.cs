using NodaTime;

namespace Automail.Engine.Scheduling;

/// <summary>A time of day on some days of the week, by a wall clock: Tuesdays at nine.</summary>
/// <param name="Days">The days; all seven for every day.</param>
/// <param name="Time">The time of day.</param>
public sealed record ClockTime(IReadOnlySet<IsoDayOfWeek> Days, LocalTime Time)
{
    /// <summary>The days of the week.</summary>
    public static readonly IReadOnlySet<IsoDayOfWeek> EveryDay = Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None).ToHashSet();

    /// <summary>
    /// The first moment at or after <paramref name="moment"/> at which the zone's clock shows this time on one of the days. On a night on which the time is
    /// left out it is the first moment after the gap, on one on which it comes twice the first.
    /// </summary>
    public DateTimeOffset Next(DateTimeOffset moment, DateTimeZone zone)
    {
        var instant = Instant.FromDateTimeOffset(moment);

        // From yesterday: after a gap at midnight the clock shows the time on the day after the one that it is meant for.
        for (var day = instant.InZone(zone).Date.PlusDays(-1); ; day = day.PlusDays(1))
        {
            if (Days.Contains(day.DayOfWeek) && WallClock.Resolve(day + Time, zone) is var next && next >= instant)
            {
                return next.ToDateTimeOffset();
            }
        }
    }
}
