using System.Globalization;
using System.Text;
using Automail.Engine.Templates;

namespace Automail.Cli.Templates.Liquid;

/// <summary>Moments in the reader's zone and language, written by Ruby's <c>strftime</c> directives.</summary>
internal static class LiquidDate
{
    /// <summary>The moment that a value names: a moment, <c>now</c> or <c>today</c>, Unix seconds, or an ISO 8601 text (without an offset: in the reader's zone).</summary>
    public static DateTimeOffset? Find(object? value, LiquidScope scope)
    {
        switch (value)
        {
            case DateTimeOffset moment:
                return TimeZoneInfo.ConvertTime(moment, scope.Zone);
            case "now" or "today":
                return TimeZoneInfo.ConvertTime(scope.Now, scope.Zone);
            case string text:
                return MomentText.Read(text, scope.Zone);
            default:
                return LiquidText.TryToNumber(value, out var seconds) && Math.Abs(seconds) < 60_000_000_000
                    ? TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)), scope.Zone)
                    : null;
        }
    }

    /// <summary>Writes a moment. Flags: <c>-</c> no padding, <c>_</c> spaces, <c>0</c> zeros, <c>^</c> upper case; unknown directives stay as they are.</summary>
    public static string Format(DateTimeOffset moment, string format, CultureInfo culture)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            var start = i++;
            var flags = i;
            while (i < format.Length && format[i] is '-' or '_' or '0' or '^')
            {
                i++;
            }

            var part = i < format.Length ? Part(moment, format[i], culture) : null;
            text.Append(part is null ? format.AsSpan(start, Math.Min(i + 1, format.Length) - start) : Flag(part, format.AsSpan(flags, i - flags), culture));
        }

        return text.ToString();
    }

    private static string? Part(DateTimeOffset moment, char directive, CultureInfo culture)
    {
        var names = culture.DateTimeFormat;
        return directive switch
        {
            'Y' => Digits(moment.Year, 4),
            'C' => Digits(moment.Year / 100, 2),
            'y' => Digits(moment.Year % 100, 2),
            'm' => Digits(moment.Month, 2),
            'B' => names.MonthNames[moment.Month - 1],
            'b' or 'h' => names.AbbreviatedMonthNames[moment.Month - 1],
            'd' => Digits(moment.Day, 2),
            'e' => Digits(moment.Day, 2, ' '),
            'j' => Digits(moment.DayOfYear, 3),
            'A' => names.DayNames[(int)moment.DayOfWeek],
            'a' => names.AbbreviatedDayNames[(int)moment.DayOfWeek],
            'u' => Digits(moment.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)moment.DayOfWeek, 1),
            'w' => Digits((int)moment.DayOfWeek, 1),
            'V' => Digits(ISOWeek.GetWeekOfYear(moment.DateTime), 2),
            'G' => Digits(ISOWeek.GetYear(moment.DateTime), 4),
            'H' => Digits(moment.Hour, 2),
            'k' => Digits(moment.Hour, 2, ' '),
            'I' => Digits(((moment.Hour + 11) % 12) + 1, 2),
            'l' => Digits(((moment.Hour + 11) % 12) + 1, 2, ' '),
            'M' => Digits(moment.Minute, 2),
            'S' => Digits(moment.Second, 2),
            'L' => Digits(moment.Millisecond, 3),
            'p' => moment.ToString("tt", culture).ToUpper(culture),
            'P' => moment.ToString("tt", culture).ToLower(culture),
            'z' => moment.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal),
            's' => moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            'D' => Format(moment, "%m/%d/%y", culture),
            'F' => Format(moment, "%Y-%m-%d", culture),
            'R' => Format(moment, "%H:%M", culture),
            'T' => Format(moment, "%H:%M:%S", culture),
            'r' => Format(moment, "%I:%M:%S %p", culture),
            'c' => moment.ToString("F", culture),
            'x' => moment.ToString("d", culture),
            'X' => moment.ToString("T", culture),
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => null,
        };
    }

    private static string Digits(int number, int width, char pad = '0') => number.ToString(CultureInfo.InvariantCulture).PadLeft(width, pad);

    private static string Flag(string part, ReadOnlySpan<char> flags, CultureInfo culture)
    {
        foreach (var flag in flags)
        {
            var bare = part.TrimStart('0', ' ');
            bare = bare.Length == 0 ? part[^1..] : bare;
            part = flag switch
            {
                '^' => part.ToUpper(culture),
                '-' => bare,
                '_' => bare.PadLeft(part.Length),
                _ => bare.PadLeft(part.Length, '0'),
            };
        }

        return part;
    }
}
