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

    /// <summary>A time of day, as everybody can read it.</summary>
    public static string Clock(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>One, two and three.</summary>
    public string List(IReadOnlyList<string> parts)
        => parts.Count < 2 ? string.Concat(parts) : S["{0} and {1}", string.Join(", ", parts.Take(parts.Count - 1)), parts[^1]];

    /// <summary>One, two or three.</summary>
    public string Choice(IReadOnlyList<string> parts)
        => parts.Count < 2 ? string.Concat(parts) : S["{0} or {1}", string.Join(", ", parts.Take(parts.Count - 1)), parts[^1]];
}
