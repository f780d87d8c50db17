using Cronos;
using NodaTime;

namespace Automail.Engine.Scheduling;

/// <summary>
/// Moments that come again and again by a wall clock, as cron writes them (minute, hour, day of month, month, day of week). Like everything that hangs on a wall clock, a moment that a clock change leaves out
/// is the first valid one after the gap, and of one that comes twice the first counts (design, section 4).
/// </summary>
public sealed record CronSchedule
{
    /// <summary>As far as two clocks of a zone can lie apart: whole days have been left out.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(25);

    private static readonly DateTime SomeMonday = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly CronExpression _cron;

    private CronSchedule(string text, string? zone, CronExpression cron) => (Text, Zone, _cron) = (text, zone, cron);

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>An IANA zone; null for the site's.</summary>
    public string? Zone { get; }

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">Five fields, or a name such as <c>@daily</c>.</param>
    /// <param name="zone">An IANA zone; null for the site's.</param>
    /// <param name="field">What to call the expression in errors.</param>
    /// <exception cref="FieldException">It is no cron expression, or one whose moment never comes.</exception>
    public static CronSchedule Parse(string text, string? zone, string field)
    {
        if (!CronExpression.TryParse(text, out var cron))
        {
            throw new FieldException(field, $"'{text}' is not a cron expression such as 0 9 * * mon.");
        }

        return cron.GetNextOccurrence(SomeMonday, inclusive: true) is not null
            ? new CronSchedule(text, zone, cron)
            : throw new FieldException(field, $"'{text}' is a time that never comes.");
    }

    /// <summary>The first moment at or after <paramref name="from"/>, UTC; null when there is none any more.</summary>
    /// <param name="from">Not before this.</param>
    /// <param name="siteZone">The site's zone, for a schedule without one.</param>
    public DateTimeOffset? Next(DateTimeOffset from, string? siteZone)
    {
        var zone = WallClock.Zone(Zone, siteZone);
        for (var clock = _cron.GetNextOccurrence(Shown(from, zone) - Margin, inclusive: true); clock is not null; clock = _cron.GetNextOccurrence(clock.Value))
        {
            if (Moment(clock.Value, zone) is var moment && moment >= from)
            {
                return moment;
            }
        }

        return null;
    }

    /// <summary>The last moment at or before <paramref name="until"/>, UTC; null when there was none.</summary>
    /// <param name="until">Not after this.</param>
    /// <param name="siteZone">The site's zone, for a schedule without one.</param>
    public DateTimeOffset? Last(DateTimeOffset until, string? siteZone)
    {
        var zone = WallClock.Zone(Zone, siteZone);
        for (var clock = _cron.GetPreviousOccurrence(Shown(until, zone) + Margin, inclusive: true); clock is not null; clock = _cron.GetPreviousOccurrence(clock.Value))
        {
            if (Moment(clock.Value, zone) is var moment && moment <= until)
            {
                return moment;
            }
        }

        return null;
    }

    /// <summary>The shortest time between two of its moments, by the clock, as far as a few hundred of them tell.</summary>
    internal TimeSpan ShortestGap()
    {
        var moments = _cron.GetOccurrences(SomeMonday, SomeMonday.AddYears(9)).Take(500).ToList();
        return moments.Count < 2 ? TimeSpan.MaxValue : moments.Zip(moments.Skip(1), (first, second) => second - first).Min();
    }

    /// <summary>What the zone's clock shows. Cron is asked about the clock alone, as if it were UTC's, so that the zones are those that the rest goes by.</summary>
    private static DateTime Shown(DateTimeOffset moment, DateTimeZone zone)
        => DateTime.SpecifyKind(Instant.FromDateTimeOffset(moment).InZone(zone).LocalDateTime.ToDateTimeUnspecified(), DateTimeKind.Utc);

    private static DateTimeOffset Moment(DateTime clock, DateTimeZone zone) => WallClock.Resolve(LocalDateTime.FromDateTime(clock), zone).ToDateTimeOffset();
}
