using System.Globalization;

namespace Automail.Engine.Templates;

/// <summary>Moments that a model holds as text, such as those in the data of an event: what the filter <c>date</c> of the portable Liquid reads, in every host.</summary>
public static class MomentText
{
    private static readonly string[] Formats = ["yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd"];

    /// <summary>Reads a date or a moment of ISO 8601; one without an offset is meant in the reader's zone. Null for any other text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="zone">The reader's zone, in which the result is.</param>
    public static DateTimeOffset? Read(string text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            return null;
        }

        if (time.Kind == DateTimeKind.Unspecified)
        {
            return new DateTimeOffset(time, zone.GetUtcOffset(time));
        }

        return DateTimeOffset.TryParseExact(text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? TimeZoneInfo.ConvertTime(moment, zone)
            : null;
    }
}
