using System.Globalization;
using Automail.Engine.Scheduling;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using OrchardCore.Localization;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>Durations, days and times of day in words of the reader's language.</summary>
internal sealed class TimeWords(IStringLocalizer<TimeWords> localizer)
{
    private static readonly IsoDayOfWeek[] Weekdays = [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday];
    private static readonly IsoDayOfWeek[] Weekend = [IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];

    private readonly IStringLocalizer S = localizer;

    /// <summary>A duration: one day and two hours.</summary>
    public string Of(WaitDuration duration) => Of(Period(duration));

    /// <summary>A period: one day and two hours.</summary>
    public string Of(Period period)
    {
        var parts = new List<string>();
        Add(period.Years, count => S.Plural(count, "{0} year", "{0} years"));
        Add(period.Months, count => S.Plural(count, "{0} month", "{0} months"));
        Add(period.Weeks, count => S.Plural(count, "{0} week", "{0} weeks"));
        Add(period.Days, count => S.Plural(count, "{0} day", "{0} days"));
        Add(period.Hours, count => S.Plural(count, "{0} hour", "{0} hours"));
        Add(period.Minutes, count => S.Plural(count, "{0} minute", "{0} minutes"));
        Add(period.Seconds, count => S.Plural(count, "{0} second", "{0} seconds"));
        return List(parts);

        void Add(long count, Func<int, LocalizedString> words)
        {
            if (count != 0)
            {
                parts.Add(words((int)count).Value);
            }
        }
    }

    /// <summary>What a duration is made of.</summary>
    public static Period Period(WaitDuration duration) => PeriodPattern.Roundtrip.Parse(duration.Text).Value;

    /// <summary>Days of the week; empty for all of them.</summary>
    public string Days(IReadOnlySet<IsoDayOfWeek> days)
        => days.Count == 7 ? ""
            : days.SetEquals(Weekdays) ? S["weekdays"]
            : days.SetEquals(Weekend) ? S["weekends"]
            : string.Join(", ", days.Order().Select(day => CultureInfo.CurrentUICulture.DateTimeFormat.GetDayName((DayOfWeek)((int)day % 7))));

    /// <summary>A window; empty for always.</summary>
    public string Window(SendWindow? window)
    {
        if (window is null)
        {
            return "";
        }

        var hours = window.From == window.To ? "" : S["{0}–{1}", Clock(window.From), window.To == LocalTime.Midnight ? "24:00" : Clock(window.To)].Value;
        return string.Join(" ", new[] { Days(window.Days), hours }.Where(part => part.Length > 0));
    }

    /// <summary>The moment of a date trigger: 3 days before the date “renewal”, at 09:00.</summary>
    public string Date(DateMoment date)
    {
        var words = (date.Offset is null ? S["on the date “{0}”", date.Attribute]
            : date.Before ? S["{0} before the date “{1}”", Of(date.Offset), date.Attribute]
            : S["{0} after the date “{1}”", Of(date.Offset), date.Attribute]).Value;
        words = date.Yearly ? S["{0}, every year", words] : words;
        return date.Time is { } time ? S["{0}, at {1}", words, Clock(time)] : words;
    }

    /// <summary>A schedule: Monday at 09:00. What is more than days and a time of day stays as it is written.</summary>
    public string Schedule(CronSchedule schedule)
    {
        var words = schedule.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var minute, var hour, var day, "*", var weekday] && LocalTimePattern.CreateWithInvariantCulture("H:m").Parse($"{hour}:{minute}") is { Success: true, Value: var time }
            ? (day, weekday.ToLowerInvariant()) switch
            {
                ("*", "*") => S["every day at {0}", Clock(time)].Value,
                ("*", "mon-fri" or "1-5") => S["{0} at {1}", S["weekdays"].Value, Clock(time)].Value,
                ("*", var names) when names.Split(',').Select(Weekday).ToList() is var found && found.TrueForAll(one => one is not null) => S["{0} at {1}", string.Join(", ", found.Select(one => CultureInfo.CurrentUICulture.DateTimeFormat.GetDayName(one!.Value))), Clock(time)].Value,
                (_, "*") when int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => S["on day {0} of each month at {1}", number, Clock(time)].Value,
                _ => null,
            }
            : null;
        words ??= S["at the times “{0}”", schedule.Text];
        return schedule.Zone is null ? words : S["{0} ({1})", words, schedule.Zone];
    }

    private static DayOfWeek? Weekday(string name) => name switch
    {
        "sun" or "0" or "7" => DayOfWeek.Sunday,
        "mon" or "1" => DayOfWeek.Monday,
        "tue" or "2" => DayOfWeek.Tuesday,
        "wed" or "3" => DayOfWeek.Wednesday,
        "thu" or "4" => DayOfWeek.Thursday,
        "fri" or "5" => DayOfWeek.Friday,
        "sat" or "6" => DayOfWeek.Saturday,
        _ => null,
    };

    /// <summary>A time of day, as everybody can read it.</summary>
    public static string Clock(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>One, two and three.</summary>
    public string List(IReadOnlyList<string> parts)
        => parts.Count < 2 ? string.Concat(parts) : S["{0} and {1}", string.Join(", ", parts.Take(parts.Count - 1)), parts[^1]];

    /// <summary>One, two or three.</summary>
    public string Choice(IReadOnlyList<string> parts)
        => parts.Count < 2 ? string.Concat(parts) : S["{0} or {1}", string.Join(", ", parts.Take(parts.Count - 1)), parts[^1]];
}
