using System.Collections.Concurrent;
using System.Globalization;

namespace Automail.Engine.Templates;

/// <summary>
/// Amounts of money as a reader of a language expects them: the filter <c>money</c> of the portable Liquid, <c>{{ 12.5 | money: "EUR" }}</c>.
/// The host's Liquid only calls it, so that every host writes the same.
/// </summary>
public static class MoneyFormat
{
    // A sign does not stand at the end of one line and its amount at the start of the next.
    private const char NoBreak = '\u00a0';

    // Signs that mean one currency wherever they are read; the others are written as their code, unless it is the reader's own currency.
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["EUR"] = "€", ["GBP"] = "£", ["USD"] = "$", ["JPY"] = "¥", ["INR"] = "₹", ["KRW"] = "₩", ["ILS"] = "₪", ["NGN"] = "₦", ["PHP"] = "₱",
        ["TRY"] = "₺", ["UAH"] = "₴", ["VND"] = "₫", ["PLN"] = "zł", ["CZK"] = "Kč",
    };

    // ISO 4217, column "minor unit", where it is not 2.
    private static readonly Dictionary<string, int> MinorUnits = new(StringComparer.Ordinal)
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0, ["RWF"] = 0, ["UGX"] = 0,
        ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
    };

    private static readonly ConcurrentDictionary<(string Currency, string Locale), NumberFormatInfo> Formats = new();

    /// <summary>Writes an amount, rounded half away from zero to the currency's minor unit.</summary>
    /// <param name="amount">The amount.</param>
    /// <param name="currency">An ISO 4217 code; without one the amount is written as a plain number with two decimals.</param>
    /// <param name="culture">The reader's culture.</param>
    public static string Format(decimal amount, string? currency, CultureInfo culture)
    {
        if (string.IsNullOrEmpty(currency))
        {
            return Math.Round(amount, 2, MidpointRounding.AwayFromZero).ToString("N2", culture).Replace(' ', NoBreak);
        }

        var key = (currency, culture.Name);
        if (!Formats.TryGetValue(key, out var format))
        {
            format = Create(currency, culture);
            if (Formats.Count < 1_000)
            {
                // A code comes from outside and could be anything.
                Formats[key] = format;
            }
        }

        return Math.Round(amount, format.CurrencyDecimalDigits, MidpointRounding.AwayFromZero).ToString("C", format).Replace(' ', NoBreak);
    }

    private static NumberFormatInfo Create(string currency, CultureInfo culture)
    {
        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencyDecimalDigits = MinorUnits.GetValueOrDefault(currency, 2);
        format.CurrencySymbol = Sign(currency, culture);
        if (char.IsLetter(format.CurrencySymbol[^1]) && char.IsLetter(format.CurrencySymbol[0]))
        {
            // "CHF 12.50", not "CHF12.50".
            format.CurrencyPositivePattern = format.CurrencyPositivePattern switch { 0 => 2, 1 => 3, var other => other };
            format.CurrencyNegativePattern = format.CurrencyPositivePattern == 2 ? 9 : 8;
        }

        return format;
    }

    private static string Sign(string currency, CultureInfo culture)
    {
        try
        {
            if (!culture.IsNeutralCulture && culture.Name.Length > 0 && new RegionInfo(culture.Name) is { } region && region.ISOCurrencySymbol == currency)
            {
                return region.CurrencySymbol;
            }
        }
        catch (ArgumentException)
        {
            // A culture of no one country, such as es-419.
        }

        return Signs.GetValueOrDefault(currency, currency);
    }
}
