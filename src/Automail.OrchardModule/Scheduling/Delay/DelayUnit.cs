using System.Globalization;
using System.Text.RegularExpressions;

namespace Automail.OrchardModule.Scheduling.Delay;

/// <summary>What the number in the form of a Delay counts.</summary>
public enum DelayUnit
{
    /// <summary>Minutes of elapsed time.</summary>
    Minutes,

    /// <summary>Hours of elapsed time.</summary>
    Hours,

    /// <summary>Days of the calendar.</summary>
    Days,

    /// <summary>Weeks of the calendar.</summary>
    Weeks,

    /// <summary>Months of the calendar.</summary>
    Months,

    /// <summary>Nothing: it is no number, but an ISO 8601 duration.</summary>
    Iso8601,
}

/// <summary>Durations as a number and a unit.</summary>
internal static partial class DelayUnits
{
    /// <summary>The ISO 8601 duration; what is no whole number is taken as one already.</summary>
    public static string ToIso(string? text, DelayUnit unit)
    {
        var trimmed = (text ?? "").Trim();
        if (!int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return trimmed;
        }

        return unit switch
        {
            DelayUnit.Minutes => $"PT{number}M",
            DelayUnit.Hours => $"PT{number}H",
            DelayUnit.Days => $"P{number}D",
            DelayUnit.Weeks => $"P{number}W",
            DelayUnit.Months => $"P{number}M",
            _ => trimmed,
        };
    }

    /// <summary>The number and its unit; a duration of several parts stays what it is.</summary>
    public static (string Text, DelayUnit Unit) FromIso(string duration)
        => Single().Match(duration) is { Success: true } match
            ? (match.Groups["number"].Value, (match.Groups["time"].Success, match.Groups["unit"].Value) switch
            {
                (true, "M") => DelayUnit.Minutes,
                (true, _) => DelayUnit.Hours,
                (false, "D") => DelayUnit.Days,
                (false, "W") => DelayUnit.Weeks,
                _ => DelayUnit.Months,
            })
            : (duration, DelayUnit.Iso8601);

    [GeneratedRegex(@"^P(?:(?<time>T)(?<number>\d{1,9})(?<unit>[HM])|(?<number>\d{1,9})(?<unit>[DWM]))$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Single();
}
