using Automail.Engine;
using Automail.Engine.Scheduling;
using NodaTime;
using NodaTime.Text;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>When a Delay is over. A moment that has passed means at once.</summary>
internal static class DelayRule
{
    private static readonly LocalTimePattern[] TimePatterns = [LocalTimePattern.CreateWithInvariantCulture("H:mm"), LocalTimePattern.CreateWithInvariantCulture("H:mm:ss")];

    /// <summary>
    /// The first moment at or after <paramref name="from"/> at which the clock of the zone shows this time. On a night on which that time is left out,
    /// the first moment after the gap; on one on which it comes twice, the first.
    /// </summary>
    /// <exception cref="FieldException">It is not a time of day.</exception>
    public static DateTimeOffset AtTimeOfDay(DateTimeOffset from, string? timeOfDay, DateTimeZone zone)
        => new ClockTime(ClockTime.EveryDay, ReadTimeOfDay(timeOfDay)).Next(from, zone);

    /// <summary>Reads a time of day such as 9:00 or 17:30:15.</summary>
    /// <exception cref="FieldException">It is none.</exception>
    public static LocalTime ReadTimeOfDay(string? text)
    {
        foreach (var pattern in TimePatterns)
        {
            if (pattern.Parse((text ?? "").Trim()) is { Success: true, Value: var time })
            {
                return time;
            }
        }

        throw new FieldException(nameof(DelayEvent.TimeOfDay), $"'{text}' is not a time of day such as 09:00.");
    }

    /// <summary>Reads a moment: RFC 3339, or a date and time without an offset, or a date, which are the zone's.</summary>
    /// <exception cref="FieldException">It is none of these.</exception>
    public static DateTimeOffset AtDate(string? text, DateTimeZone zone)
        => DateMoment.Read(text ?? "", zone)
            ?? throw new FieldException(nameof(DelayEvent.Date), $"'{text}' is not a date such as 2026-05-04 or 2026-05-04T09:30:00+02:00.");
}
