using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Automail.Engine.Templates;

namespace Automail.Cli.Templates.Liquid;

/// <summary>A filter: how many arguments it takes, and what it does.</summary>
internal sealed record LiquidFilter(int MinArguments, int MaxArguments, Func<object?, object?[], LiquidScope, object?> Apply);

/// <summary>The filters of the portable Liquid, with the meaning that Orchard's Liquid gives them. Everything else is an error when a template is parsed.</summary>
internal static partial class LiquidFilters
{
    /// <summary>All filters by name.</summary>
    public static readonly FrozenDictionary<string, LiquidFilter> All = new Dictionary<string, LiquidFilter>
    {
        // Text
        ["append"] = Text(1, 1, (text, a) => text + LiquidText.ToText(a[0])),
        ["prepend"] = Text(1, 1, (text, a) => LiquidText.ToText(a[0]) + text),
        ["upcase"] = new(0, 0, (value, _, scope) => LiquidText.ToText(value).ToUpper(scope.Culture)),
        ["downcase"] = new(0, 0, (value, _, scope) => LiquidText.ToText(value).ToLower(scope.Culture)),
        ["capitalize"] = new(0, 0, (value, _, scope) => Capitalize(LiquidText.ToText(value), scope.Culture)),
        ["strip"] = Text(0, 0, (text, _) => text.Trim()),
        ["lstrip"] = Text(0, 0, (text, _) => text.TrimStart()),
        ["rstrip"] = Text(0, 0, (text, _) => text.TrimEnd()),
        ["strip_newlines"] = Text(0, 0, (text, _) => string.Concat(text.Split('\r', '\n'))),
        ["strip_html"] = Text(0, 0, (text, _) => Tags().Replace(text, "")),
        ["newline_to_br"] = Text(0, 0, (text, _) => text.Replace("\r\n", "<br />", StringComparison.Ordinal).Replace("\n", "<br />", StringComparison.Ordinal)),
        ["remove"] = Text(1, 1, (text, a) => ReplaceAll(text, LiquidText.ToText(a[0]), "")),
        ["remove_first"] = Text(1, 1, (text, a) => ReplaceFirst(text, LiquidText.ToText(a[0]), "")),
        ["replace"] = Text(2, 2, (text, a) => ReplaceAll(text, LiquidText.ToText(a[0]), LiquidText.ToText(a[1]))),
        ["replace_first"] = Text(2, 2, (text, a) => ReplaceFirst(text, LiquidText.ToText(a[0]), LiquidText.ToText(a[1]))),
        ["slice"] = new(1, 2, (value, a, _) => Slice(value, LiquidText.ToNumber(a[0]), a.Length > 1 ? LiquidText.ToNumber(a[1]) : 1)),
        ["split"] = Text(1, 1, (text, a) => Split(text, LiquidText.ToText(a[0]))),
        ["truncate"] = Text(0, 2, (text, a) => Truncate(text, a.Length > 0 ? LiquidText.ToNumber(a[0]) : 50, a.Length > 1 ? LiquidText.ToText(a[1]) : "...")),
        ["truncatewords"] = Text(0, 2, (text, a) => TruncateWords(text, a.Length > 0 ? LiquidText.ToNumber(a[0]) : 15, a.Length > 1 ? LiquidText.ToText(a[1]) : "...")),
        ["escape"] = new(0, 0, (value, _, scope) => scope.MarkAsMarkup(MailHtml.Encode(LiquidText.ToText(value)))),
        ["raw"] = new(0, 0, (value, _, scope) => scope.MarkAsMarkup(LiquidText.Print(value, scope.Culture))),
        ["url_encode"] = Text(0, 0, (text, _) => WebUtility.UrlEncode(text)),
        ["url_decode"] = Text(0, 0, (text, _) => WebUtility.UrlDecode(text)),

        // Numbers
        ["abs"] = Number(0, (number, _) => Math.Abs(number)),
        ["at_least"] = Number(1, Math.Max),
        ["at_most"] = Number(1, Math.Min),
        ["ceil"] = Number(0, (number, _) => decimal.Ceiling(number)),
        ["floor"] = Number(0, (number, _) => decimal.Floor(number)),
        ["plus"] = Number(1, (number, other) => number + other),
        ["minus"] = Number(1, (number, other) => number - other),
        ["times"] = Number(1, (number, other) => number * other),
        ["divided_by"] = Number(1, (number, other) => other.Scale == 0 ? decimal.Floor(number / other) : number / other),
        ["modulo"] = Number(1, (number, other) => number % other),
        ["round"] = new(0, 1, (value, a, _) => Math.Round(LiquidText.ToNumber(value), a.Length > 0 ? (int)LiquidText.ToNumber(a[0]) : 0)),
        ["money"] = new(0, 1, (value, a, scope) => value is null ? null : MoneyFormat.Format(LiquidText.ToNumber(value), a.Length > 0 ? LiquidText.ToText(a[0]) : null, scope.Culture)),

        // Lists
        ["size"] = new(0, 0, (value, _, _) => (decimal)(value is string text ? text.Length : value is ICollection items ? items.Count : 0)),
        ["first"] = new(0, 0, (value, _, _) => value is IList { Count: > 0 } items ? items[0] : null),
        ["last"] = new(0, 0, (value, _, _) => value is IList { Count: > 0 } items ? items[^1] : null),
        ["join"] = new(0, 1, (value, a, _) => value is IList items ? string.Join(a.Length > 0 ? LiquidText.ToText(a[0]) : " ", Items(items).Select(LiquidText.ToText)) : value),
        ["reverse"] = List(0, 0, (items, _) => items.Reverse()),
        ["compact"] = List(0, 0, (items, _) => items.Where(item => item is not null)),
        ["concat"] = List(1, 1, (items, a) => items.Concat(a[0] is IList more ? Items(more) : [])),
        ["map"] = List(1, 1, (items, a) => items.Select(item => Member(item, a[0]))),
        ["where"] = List(1, 2, (items, a) => items.Where(item => a.Length > 1 ? LiquidCondition.AreEqual(Member(item, a[0]), a[1]) : Member(item, a[0]) is not (null or false))),
        ["uniq"] = List(0, 0, (items, _) => items.DistinctBy(item => LiquidText.TryToNumber(item, out var number) ? number : item)),
        ["sort"] = List(0, 1, (items, a) => items.OrderBy(item => a.Length > 0 ? Member(item, a[0]) : item, Order)),
        ["sort_natural"] = List(0, 1, (items, a) => items.OrderBy(item => LiquidText.ToText(a.Length > 0 ? Member(item, a[0]) : item), StringComparer.OrdinalIgnoreCase)),
        ["sum"] = new(0, 1, (value, a, _) => value is IList items ? Items(items).Sum(item => LiquidText.ToNumber(a.Length > 0 ? Member(item, a[0]) : item)) : 0m),

        // Others
        ["default"] = new(1, 1, (value, a, _) => value is null or false || LiquidCondition.IsNothing(value, LiquidNothing.Empty) ? a[0] : value),
        ["date"] = new(0, 1, (value, a, scope) => LiquidDate.Find(value, scope) is not { } moment ? null
            : a.Length > 0 ? LiquidDate.Format(moment, LiquidText.ToText(a[0]), scope.Culture) : moment),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Numbers before texts before the rest, which keeps its order.
    private static readonly IComparer<object?> Order = Comparer<object?>.Create((x, y) => LiquidCondition.Compare(x, y) ?? Rank(x).CompareTo(Rank(y)));

    private static LiquidFilter Text(int min, int max, Func<string, object?[], object?> apply)
        => new(min, max, (value, arguments, _) => apply(LiquidText.ToText(value), arguments));

    private static LiquidFilter Number(int arguments, Func<decimal, decimal, decimal> apply)
        => new(arguments, arguments, (value, a, _) => apply(LiquidText.ToNumber(value), arguments > 0 ? LiquidText.ToNumber(a[0]) : 0));

    // What is no list stays as it is.
    private static LiquidFilter List(int min, int max, Func<IEnumerable<object?>, object?[], IEnumerable<object?>> apply)
        => new(min, max, (value, arguments, _) => value is IList items ? apply(Items(items), arguments).ToList() : value);

    private static IEnumerable<object?> Items(IList items) => items.Cast<object?>();

    private static object? Member(object? item, object? name)
        => item is IReadOnlyDictionary<string, object?> members ? members.GetValueOrDefault(LiquidText.ToText(name)) : null;

    private static int Rank(object? value) => LiquidText.TryToNumber(value, out _) ? 0 : value is string ? 1 : value is null ? 3 : 2;

    private static string Capitalize(string text, CultureInfo culture)
    {
        var letters = text.ToCharArray();
        for (var i = 0; i < letters.Length; i++)
        {
            if (i == 0 || char.IsWhiteSpace(letters[i - 1]) || letters[i - 1] is '-' or '.')
            {
                letters[i] = char.ToUpper(letters[i], culture);
            }
        }

        return new string(letters);
    }

    private static string ReplaceAll(string text, string old, string with) => old.Length == 0 ? text : text.Replace(old, with, StringComparison.Ordinal);

    private static string ReplaceFirst(string text, string old, string with)
    {
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return at < 0 || old.Length == 0 ? text : string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + old.Length));
    }

    private static object Slice(object? value, decimal start, decimal length)
    {
        var items = value as IList;
        var text = items is null ? LiquidText.ToText(value) : "";
        var size = items?.Count ?? text.Length;
        start = start < 0 ? start + size : start;
        var outside = start < 0 || start >= size || length <= 0;
        var (from, count) = outside ? (0, 0) : ((int)start, (int)Math.Min(length, size - (int)start));
        return items is null ? text.Substring(from, count) : Items(items).Skip(from).Take(count).ToList();
    }

    private static List<object?> Split(string text, string separator)
        => separator.Length == 0
            ? [.. text.Select(c => c.ToString())]
            : [.. text.Split(separator, StringSplitOptions.RemoveEmptyEntries)];

    private static string Truncate(string text, decimal length, string ending)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var kept = (int)Math.Max(0, length - ending.Length);

        // Not between the halves of a character.
        kept -= kept > 0 && char.IsHighSurrogate(text[kept - 1]) ? 1 : 0;
        return text[..kept] + ending;
    }

    private static string TruncateWords(string text, decimal count, string ending)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var kept = (int)Math.Clamp(count, 1, int.MaxValue);
        return words.Length < kept ? string.Join(' ', words) : string.Join(' ', words.Take(kept)) + ending;
    }

    [GeneratedRegex("<[^>]*>?")]
    private static partial Regex Tags();
}
