using System.Collections;
using System.Globalization;

namespace Automail.Cli.Templates.Liquid;

/// <summary>How values become text and numbers.</summary>
internal static class LiquidText
{
    /// <summary>As it is printed: numbers in the reader's culture.</summary>
    public static string Print(object? value, CultureInfo culture) => value switch
    {
        decimal number when number.Scale > 0 => number.ToString(decimal.IsInteger(number) ? "F1" : "G29", culture),
        decimal or int or long or double => ((IFormattable)value).ToString(null, culture),
        _ => ToText(value),
    };

    /// <summary>As filters see it: numbers with a decimal point.</summary>
    public static string ToText(object? value) => value switch
    {
        null or LiquidNothing => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTimeOffset moment => moment.ToString("u", CultureInfo.InvariantCulture),
        IDictionary => "",
        IEnumerable items => string.Concat(items.Cast<object?>().Select(ToText)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>As arithmetic sees it; 0 for what is no number.</summary>
    public static decimal ToNumber(object? value) => TryToNumber(value, out var number) || (value is string text
        && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out number)) ? number : 0;

    /// <summary>Whether it is a number.</summary>
    public static bool TryToNumber(object? value, out decimal number)
    {
        switch (value)
        {
            case decimal exact:
                number = exact;
                return true;
            case int whole:
                number = whole;
                return true;
            case long whole:
                number = whole;
                return true;
            case double inexact when Math.Abs(inexact) < 7e28:
                number = (decimal)inexact;
                return true;
            default:
                number = 0;
                return false;
        }
    }
}
