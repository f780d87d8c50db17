using NodaTime;

namespace Automail.Engine.Scheduling;

/// <summary>
/// The days and hours in which mail may go out. <see cref="From"/> is inclusive and <see cref="To"/> exclusive; a window whose end is not after
/// its start runs across midnight and belongs to the day on which it opens; equal times mean the whole day.
/// </summary>
/// <param name="Days">The days on which it opens.</param>
/// <param name="From">The opening, wall clock.</param>
/// <param name="To">The end, wall clock.</param>
/// <param name="Zone">An IANA zone; null for the contact's.</param>
public sealed record SendWindow(IReadOnlySet<IsoDayOfWeek> Days, LocalTime From, LocalTime To, string? Zone = null)
{
    /// <summary>The first moment at or after <paramref name="moment"/> at which the window is open.</summary>
    public DateTimeOffset Next(DateTimeOffset moment, DateTimeZone contactZone)
    {
        var zone = Zone is null ? contactZone : WallClock.Zone(Zone, null);
        var instant = Instant.FromDateTimeOffset(moment);
        var today = instant.InZone(zone).Date;

        // From yesterday, because a window across midnight may still be open; two weeks ahead, because a clock change can swallow a short window once.
        for (var offset = -1; offset <= 15; offset++)
        {
            var day = today.PlusDays(offset);
            if (!Days.Contains(day.DayOfWeek))
            {
                continue;
            }

            var opens = WallClock.Resolve(day + From, zone);
            var closes = WallClock.Resolve((To > From ? day : day.PlusDays(1)) + To, zone);
            if (instant < closes && opens < closes)
            {
                return Instant.Max(opens, instant).ToDateTimeOffset();
            }
        }

        return moment;
    }
}
