using NodaTime;
using NodaTime.Text;

namespace Automail.Engine.Scheduling;

/// <summary>
/// An ISO 8601 duration. Days, weeks, months and years keep the wall clock of a zone; hours, minutes and seconds are elapsed time.
/// </summary>
public sealed record WaitDuration
{
    private readonly Period _date;
    private readonly Duration _time;

    private WaitDuration(string text, Period date, Duration time) => (Text, _date, _time) = (text, date, time);

    /// <summary>The duration as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a duration.</summary>
    /// <exception cref="FieldException">It is not ISO 8601, is negative, or is longer than ten years.</exception>
    public static WaitDuration Parse(string? text, string field)
    {
        var parsed = PeriodPattern.Roundtrip.Parse(text ?? "");
        if (!parsed.Success || text![^1] is 'P' or 'T' || text.Any(char.IsAsciiLetterLower))
        {
            // NodaTime has small letters of its own for parts of a second: PT30s would be thirty thousandths of one.
            throw new FieldException(field, $"'{text}' is not an ISO 8601 duration such as PT1H or P3D.");
        }

        var period = parsed.Value;
        var date = new PeriodBuilder { Years = period.Years, Months = period.Months, Weeks = period.Weeks, Days = period.Days }.Build();
        if (new[] { period.Years, period.Months, period.Weeks, period.Days, period.Hours, period.Minutes, period.Seconds, period.Milliseconds, period.Ticks, period.Nanoseconds }.Any(part => part < 0))
        {
            throw new FieldException(field, $"'{text}' is negative.");
        }

        if (period.Years > 10 || period.Months > 120 || period.Weeks > 520 || period.Days > 3660 || period.Hours > 87_840 || period.Minutes > 5_270_400 || period.Seconds > 316_224_000)
        {
            throw new FieldException(field, $"'{text}' is longer than ten years.");
        }

        var time = (period - date).ToDuration();
        return new WaitDuration(text!, date, time);
    }

    /// <summary>A duration of elapsed time only.</summary>
    public static WaitDuration Elapsed(TimeSpan time)
        => new(PeriodPattern.Roundtrip.Format(Period.FromTicks(time.Ticks).Normalize()), Period.Zero, Duration.FromTimeSpan(time));

    /// <summary>Whether it takes no time at all.</summary>
    public bool IsZero => IsElapsed && _time == Duration.Zero;

    /// <summary>Whether it is elapsed time only, which no zone's clock changes.</summary>
    public bool IsElapsed => _date.Equals(Period.Zero);

    /// <summary>Whether there are hours, minutes or seconds in it.</summary>
    internal bool HasTime => _time != Duration.Zero;

    /// <summary>
    /// The moment this long after <paramref name="from"/>. In a gap of the zone's clock it is the first valid moment after the gap, in an
    /// overlap the first of the two (design, section 4).
    /// </summary>
    public DateTimeOffset After(DateTimeOffset from, DateTimeZone zone)
    {
        var instant = Instant.FromDateTimeOffset(from);
        if (!IsElapsed)
        {
            instant = WallClock.Resolve(instant.InZone(zone).LocalDateTime + _date, zone);
        }

        return (instant + _time).ToDateTimeOffset();
    }

    /// <summary>The moment this long before <paramref name="until"/>; the zone's clock counts as in <see cref="After"/>.</summary>
    public DateTimeOffset Before(DateTimeOffset until, DateTimeZone zone)
    {
        var instant = Instant.FromDateTimeOffset(until);
        if (!IsElapsed)
        {
            instant = WallClock.Resolve(instant.InZone(zone).LocalDateTime - _date, zone);
        }

        return (instant - _time).ToDateTimeOffset();
    }

    /// <summary>The length in elapsed time, a day counting 24 hours, a month 30 days and a year 365.</summary>
    public TimeSpan Approximate()
        => TimeSpan.FromDays(_date.Days + (7 * _date.Weeks) + (30 * _date.Months) + (365 * _date.Years)) + _time.ToTimeSpan();

    /// <inheritdoc/>
    public override string ToString() => Text;
}
