using System.Globalization;
using Microsoft.AspNetCore.Mvc.Localization;
using OrchardCore.Localization;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>Durations in words, for the cards of the workflow editor.</summary>
internal static class DurationWords
{
    /// <summary>A duration of one unit in words; any other as it is written.</summary>
    public static object Of(IHtmlLocalizer T, string? duration)
    {
        var (text, unit) = DelayUnits.FromIso(duration ?? "");
        return unit == DelayUnit.Iso8601 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? text : unit switch
        {
            DelayUnit.Minutes => T.Plural(count, "{0} minute", "{0} minutes"),
            DelayUnit.Hours => T.Plural(count, "{0} hour", "{0} hours"),
            DelayUnit.Days => T.Plural(count, "{0} day", "{0} days"),
            DelayUnit.Weeks => T.Plural(count, "{0} week", "{0} weeks"),
            _ => T.Plural(count, "{0} month", "{0} months"),
        };
    }
}
