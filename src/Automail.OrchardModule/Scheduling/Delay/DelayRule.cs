using System.Globalization;
using Automail.Engine;
using Automail.Engine.Scheduling;
using NodaTime;
using NodaTime.Text;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>When a Delay is over. A moment that has passed means at once.</summary>
internal static class DelayRule
{
    private static readonly LocalTimePattern[] TimePatterns = [LocalTimePattern.CreateWithInvariantCulture("H:mm"), LocalTimePattern.CreateWithInvariantCulture("H:mm:ss")];
    private static readonly LocalDatePattern DatePattern = LocalDatePattern.Iso;
    private static readonly string[] LocalFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm"];

    /// <summary>
    /// The first moment at or after <paramref name="from"/> at which the clock of the zone shows this time. On a night on which that time is left out,
    /// the first moment after the gap; on one on which it comes twice, the first.
    /// </summary>
    /// <exception cref="FieldException">It is not a time of day.</exception>
    public static DateTimeOffset AtTimeOfDay(DateTimeOffset from, string? timeOfDay, DateTimeZone zone)
    {
        var time = ReadTimeOfDay(timeOfDay);
        var instant = Instant.FromDateTimeOffset(from);
        var today = instant.InZone(zone).Date;
        var moment = WallClock.Resolve(today + time, zone);
        return (moment < instant ? WallClock.Resolve(today.PlusDays(1) + time, zone) : moment).ToDateTimeOffset();
    }

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
    {
        var trimmed = (text ?? "").Trim();
        if (DatePattern.Parse(trimmed) is { Success: true, Value: var date })
        {
            return WallClock.Resolve(date.AtMidnight(), zone).ToDateTimeOffset();
        }

        if (DateTime.TryParseExact(trimmed, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return WallClock.Resolve(LocalDateTime.FromDateTime(local), zone).ToDateTimeOffset();
        }

        // What has an offset: RFC 3339, and the form in which Liquid prints a moment.
        return trimmed.Length > 10 && char.IsAsciiDigit(trimmed[0])
            && DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new FieldException(nameof(DelayEvent.Date), $"'{text}' is not a date such as 2026-05-04 or 2026-05-04T09:30:00+02:00.");
    }
}
