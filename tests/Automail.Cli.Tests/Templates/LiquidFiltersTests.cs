using Automail.Cli.Templates;
using Automail.Engine.Templates;
using Shouldly;
using Xunit;

namespace Automail.Cli.Tests.Templates;

public sealed class LiquidFiltersTests
{
    private static readonly Dictionary<string, object?> Model = new()
    {
        ["summer"] = new DateTimeOffset(2026, 7, 1, 22, 30, 5, 7, TimeSpan.Zero),
        ["winter"] = new DateTimeOffset(2026, 1, 4, 8, 5, 9, TimeSpan.FromHours(-5)),
        ["price"] = 1234.5m,
        ["items"] = new List<object?>
        {
            new Dictionary<string, object?> { ["name"] = "b", ["price"] = 8m, ["sale"] = true },
            new Dictionary<string, object?> { ["name"] = "A", ["price"] = 20m },
            null,
        },
        ["numbers"] = new List<object?> { 10, 9m, "x", 9, null },
    };

    private static string Render(string expression, string locale = "en-US", string? zone = null)
        => ((DotLiquidTemplate)new DotLiquidEngine().Parse($"{{{{ {expression} }}}}", LiquidEncoding.None))
            .Render(Model, new LiquidContext(locale, zone, new DateTimeOffset(2026, 1, 2, 23, 4, 5, TimeSpan.Zero)));

    [Theory]
    [InlineData("'a' | append: 'b' | prepend: 1", "1ab")]
    [InlineData("'Aé' | upcase | append: '-' | downcase", "aé-")]
    [InlineData("'jean-luc picard' | capitalize", "Jean-Luc Picard")]
    [InlineData("' a ' | strip | append: '|'", "a|")]
    [InlineData("' a ' | lstrip | append: '|'", "a |")]
    [InlineData("' a ' | rstrip | append: '|'", " a|")]
    [InlineData("'a\r\nb' | strip_newlines", "ab")]
    [InlineData("'<p>a <b' | strip_html", "a ")]
    [InlineData("'aXbX' | remove: 'X'", "ab")]
    [InlineData("'aXbX' | remove_first: 'X'", "abX")]
    [InlineData("'aXbX' | replace: 'X', 'y' | replace: '', 'z'", "ayby")]
    [InlineData("'aXbX' | replace_first: 'X', 'y'", "aybX")]
    [InlineData("'hello' | slice: 1", "e")]
    [InlineData("'hello' | slice: -3, 2", "ll")]
    [InlineData("'hello' | slice: 9, 2", "")]
    [InlineData("'hello' | slice: 2, 900", "llo")]
    [InlineData("'a,b,,c' | split: ',' | join: '+'", "a+b+c")]
    [InlineData("'abc' | split: '' | join", "a b c")]
    [InlineData("'A longer text' | truncate: 8", "A lon...")]
    [InlineData("'A longer text' | truncate: 8, '…'", "A longe…")]
    [InlineData("'short' | truncate: 5", "short")]
    [InlineData("'😀😀' | truncate: 4, '.'", "😀😀")]
    [InlineData("'😀😀😀' | truncate: 4, '.'", "😀.")]
    [InlineData("'a b c d' | truncatewords: 2", "a b...")]
    [InlineData("'a&b c' | url_encode", "a%26b+c")]
    [InlineData("'a%26b+c' | url_decode", "a&b c")]
    [InlineData("-3 | abs", "3")]
    [InlineData("3 | at_least: 5 | at_most: 4", "4")]
    [InlineData("1.2 | ceil", "2")]
    [InlineData("1.8 | floor", "1")]
    [InlineData("2.345 | round: 2", "2.34")]
    [InlineData("2.5 | round", "2")]
    [InlineData("'2' | plus: 3 | minus: 1 | times: 2.5", "10.0")]
    [InlineData("7 | divided_by: 2", "3")]
    [InlineData("7 | divided_by: 2.0", "3.5")]
    [InlineData("7 | modulo: 4", "3")]
    [InlineData("unknown | plus: 1", "1")]
    [InlineData("items | size", "3")]
    [InlineData("'abc' | size", "3")]
    [InlineData("items | map: 'name' | join: ','", "b,A,")]
    [InlineData("items | compact | sort: 'price' | map: 'name' | join", "b A")]
    [InlineData("items | compact | sort: 'name' | map: 'name' | join", "A b")]
    [InlineData("items | compact | sort_natural: 'name' | map: 'name' | join", "A b")]
    [InlineData("items | where: 'sale' | map: 'name' | join", "b")]
    [InlineData("items | where: 'price', 20 | map: 'name' | join", "A")]
    [InlineData("items | sum: 'price'", "28")]
    [InlineData("numbers | uniq | sort | join: ' '", "9 10 x ")]
    [InlineData("numbers | concat: numbers | size", "10")]
    [InlineData("numbers | reverse | last", "10")]
    [InlineData("numbers | first", "10")]
    [InlineData("'x' | first", "")]
    [InlineData("unknown | join: ','", "")]
    [InlineData("unknown | default: 'd'", "d")]
    [InlineData("'' | default: 'd'", "d")]
    [InlineData("false | default: 'd'", "d")]
    [InlineData("0 | default: 'd'", "0")]
    public void Filters(string expression, string expected) => Render(expression).ShouldBe(expected);

    [Theory]
    [InlineData("summer | date: '%Y-%m-%d %H:%M:%S'", "en-US", null, "2026-07-01 22:30:05")]
    [InlineData("summer | date: '%Y-%m-%d %H:%M %z'", "en-US", "Europe/Amsterdam", "2026-07-02 00:30 +0200")]
    [InlineData("winter | date: '%Y-%m-%d %H:%M %z'", "en-US", "Europe/Amsterdam", "2026-01-04 14:05 +0100")]
    [InlineData("summer | date: '%A %-d %B, %l:%M %p'", "en-US", "America/New_York", "Wednesday 1 July,  6:30 PM")]
    [InlineData("summer | date: '%A %e %B %Y'", "nl-BE", "Europe/Brussels", "donderdag  2 juli 2026")]
    [InlineData("winter | date: '%a %b %^a %y %C %j %u %w %V %G %k %I %L %P %s %%'", "en-US", null, "Sun Jan SUN 26 20 004 7 0 01 2026 13 01 000 pm 1767531909 %")]
    [InlineData("summer | date: '%D %F %R %T %r'", "en-US", null, "07/01/26 2026-07-01 22:30 22:30:05 10:30:05 PM")]
    [InlineData("summer | date: '%-m/%_m/%0e %q %'", "en-US", null, "7/ 7/01 %q %")]
    [InlineData("'now' | date: '%F'", "en-US", "Asia/Tokyo", "2026-01-03")]
    [InlineData("'2026-03-29T01:30:00Z' | date: '%H:%M'", "en-US", "Europe/Amsterdam", "03:30")]
    [InlineData("'2026-03-28' | date: '%d-%m %H:%M %z'", "en-US", "Europe/Amsterdam", "28-03 00:00 +0100")]
    [InlineData("'2026-07-01T12:00:00.123+02:00' | date: '%R %L'", "en-US", null, "10:00 123")]
    [InlineData("0 | date: '%F'", "en-US", null, "1970-01-01")]
    [InlineData("'nonsense' | date: '%F'", "en-US", null, "")]
    [InlineData("unknown | date: '%F'", "en-US", null, "")]
    [InlineData("summer", "nl", "Europe/Amsterdam", "2026-07-01 22:30:05Z")]
    public void Dates_are_in_the_readers_zone_and_language(string expression, string locale, string? zone, string expected)
        => Render(expression, locale, zone).ShouldBe(expected);

    [Theory]
    [InlineData("price | money: 'EUR'", "nl-NL", "€ 1.234,50")]
    [InlineData("price | money: 'EUR'", "en-IE", "€1,234.50")]
    [InlineData("price | money: 'USD'", "en-US", "$1,234.50")]
    [InlineData("12.5 | money: \"EUR\"", "de-DE", "12,50 €")]
    [InlineData("unknown | money: 'EUR'", "nl-NL", "")]
    [InlineData("price", "nl-NL", "1234,5")]
    [InlineData("price | append: '!'", "nl-NL", "1234.5!")]
    public void Numbers_are_in_the_readers_culture(string expression, string locale, string expected)
        => Render(expression, locale).Replace('\u00a0', ' ').ShouldBe(expected);

    [Fact]
    public void An_unknown_locale_or_zone_is_no_error() => Render("price | append: '' | prepend: ''", "xx-nonsense-99", "Nowhere/Else").ShouldBe("1234.5");
}
