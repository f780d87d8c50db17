using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Automail.Engine.Scheduling;

/// <summary>A moment that hangs on a date which is known of a contact: three days before the renewal, the birthday at nine.</summary>
/// <param name="Attribute">The contact's attribute that holds the date.</param>
/// <param name="Offset">How far from it; null for the date itself.</param>
/// <param name="Before">Whether the moment lies before the date, and not after it.</param>
/// <param name="Time">The time of day; null for that of the attribute, and for a date without one <see cref="Morning"/>.</param>
/// <param name="Yearly">Whether the date comes again each year. A February 29th is a 28th in the years that have none.</param>
public sealed record DateMoment(string Attribute, WaitDuration? Offset, bool Before, LocalTime? Time, bool Yearly)
{
    /// <summary>When a date without a time counts: nobody wants mail at midnight.</summary>
    public static readonly LocalTime Morning = new(9, 0);

    /// <summary>When there is nobody to wait for it any more.</summary>
    private static readonly DateTimeOffset Never = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private static readonly LocalDatePattern DatePattern = LocalDatePattern.Iso;
    private static readonly string[] LocalFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm"];

    /// <summary>
    /// The moment; for a date that comes each year the first one at or after <paramref name="from"/>. Null when the value is no date. Dates at the ends of the calendar, in whose place
    /// systems write that there is no end or no date, are the end of 9999 and the beginning of the year 1, whatever the zone and the offset.
    /// </summary>
    /// <param name="value">The attribute's value: a date, a date and time by the zone's clock, or an RFC 3339 time.</param>
    /// <param name="from">For yearly dates: not before this.</param>
    /// <param name="zone">The zone whose clock counts.</param>
    public DateTimeOffset? Of(JsonElement value, DateTimeOffset from, DateTimeZone zone)
    {
        return value.ValueKind == JsonValueKind.String && ReadByClock(value.GetString()!, zone) is var (date, time)
            ? Yearly ? Around(from, date, Time ?? time ?? Morning, zone).Where(moment => moment >= from).Cast<DateTimeOffset?>().FirstOrDefault() : Move(date + (Time ?? time ?? Morning), zone)
            : null;
    }

    /// <summary>The moment as far as it is not after <paramref name="until"/>; for a date that comes each year the last one. Null when there is none, or the value is no date.</summary>
    /// <param name="value">The attribute's value, as in <see cref="Of"/>.</param>
    /// <param name="until">Not after this.</param>
    /// <param name="zone">The zone whose clock counts.</param>
    public DateTimeOffset? Last(JsonElement value, DateTimeOffset until, DateTimeZone zone)
        => value.ValueKind != JsonValueKind.String || ReadByClock(value.GetString()!, zone) is not var (date, time) ? null
            : Yearly ? Around(until, date, Time ?? time ?? Morning, zone).Where(moment => moment <= until).Cast<DateTimeOffset?>().LastOrDefault()
            : Move(date + (Time ?? time ?? Morning), zone) is var moment && moment <= until ? moment : null;

    /// <summary>Reads a moment: RFC 3339, or a date and time without an offset, or a date, which are the zone's; null when it is none of these.</summary>
    public static DateTimeOffset? Read(string text, DateTimeZone zone)
        => ReadLocal(text) is var (date, time) ? AtTheEnds(date) ?? WallClock.Resolve(date + (time ?? LocalTime.Midnight), zone).ToDateTimeOffset() : ReadMoment(text);

    /// <summary>What stands for a date so near to the ends of the calendar that a zone, or an offset of ten years, could lead out of it; null for others.</summary>
    private static DateTimeOffset? AtTheEnds(LocalDate date) => date.Year > 9980 ? Never : date.Year < 20 ? DateTimeOffset.MinValue : null;

    /// <summary>The moments of a yearly date in the years around a moment, in order.</summary>
    private IEnumerable<DateTimeOffset> Around(DateTimeOffset moment, LocalDate date, LocalTime time, DateTimeZone zone)
    {
        var annual = new AnnualDate(date.Month, date.Day);
        var year = Instant.FromDateTimeOffset(moment).InZone(zone).Year;

        // An offset of years moves the occurrence that counts out of this year.
        var span = Offset is null ? 1 : 2 + (int)(Offset.Approximate().TotalDays / 365);
        return Enumerable.Range(year - span, (2 * span) + 1).Where(candidate => candidate is >= 1 and <= 9998).Select(candidate => Move(annual.InYear(candidate) + time, zone));
    }

    private DateTimeOffset Move(LocalDateTime local, DateTimeZone zone)
    {
        if (AtTheEnds(local.Date) is { } end)
        {
            return end;
        }

        var moment = WallClock.Resolve(local, zone).ToDateTimeOffset();
        return Offset is null ? moment : Before ? Offset.Before(moment, zone) : Offset.After(moment, zone);
    }

    private static (LocalDate Date, LocalTime? Time)? ReadByClock(string text, DateTimeZone zone)
        => ReadLocal(text) ?? (ReadMoment(text) is { } moment && Instant.FromDateTimeOffset(moment).InZone(moment.Year is 1 or 9999 ? DateTimeZone.Utc : zone).LocalDateTime is var local
            ? (local.Date, local.TimeOfDay)
            : null);

    /// <summary>What has no offset.</summary>
    private static (LocalDate Date, LocalTime? Time)? ReadLocal(string text)
    {
        var trimmed = text.Trim();
        if (DatePattern.Parse(trimmed) is { Success: true, Value: var date })
        {
            return (date, null);
        }

        return DateTime.TryParseExact(trimmed, LocalFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)
            ? (LocalDate.FromDateTime(clock), LocalDateTime.FromDateTime(clock).TimeOfDay)
            : null;
    }

    /// <summary>What has one: RFC 3339, and the form in which Liquid prints a moment.</summary>
    private static DateTimeOffset? ReadMoment(string text)
        => text.Trim() is { Length: > 10 } trimmed && char.IsAsciiDigit(trimmed[0])
            && DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : null;
}
