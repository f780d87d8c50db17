using System.Text.RegularExpressions;

namespace Automail.ReadyTemplateTests;

/// <summary>A piece of portable Liquid and what every host makes of it.</summary>
/// <param name="Source">The template.</param>
/// <param name="Expected">The HTML.</param>
/// <param name="Locale">The reader's language.</param>
/// <param name="Zone">The reader's zone; null for UTC.</param>
internal sealed record PortableCase(string Source, string Expected, string Locale = "en-GB", string? Zone = null);

/// <summary>The portable Liquid, tag by tag and filter by filter. Both hosts have to pass, so that a template means the same in both.</summary>
internal static partial class PortableCases
{
    /// <summary>What the cases speak of.</summary>
    public static readonly Dictionary<string, object?> Model = new()
    {
        ["name"] = "Ada",
        ["evil"] = "<script>alert('x')</script>",
        ["words"] = "Crème & “brûlée” ☕ 日本 \"é\"",
        ["nothing"] = null,
        ["empty_text"] = "",
        ["spaces"] = "  ",
        ["yes"] = true,
        ["no"] = false,
        ["five"] = 5,
        ["price"] = 1234.5m,
        ["summer"] = new DateTimeOffset(2026, 7, 1, 22, 30, 5, 7, TimeSpan.Zero),
        ["winter"] = new DateTimeOffset(2026, 1, 4, 8, 5, 9, TimeSpan.FromHours(-5)),
        ["items"] = new List<object?>
        {
            new Dictionary<string, object?> { ["sku"] = "b", ["name"] = "Mug & spoon", ["price"] = 8.25m, ["quantity"] = 2m, ["sale"] = true, ["imageUrl"] = "/b.png" },
            new Dictionary<string, object?> { ["sku"] = "a", ["name"] = "apron", ["price"] = 20m, ["quantity"] = 1m, ["sale"] = false },
            new Dictionary<string, object?> { ["sku"] = "C", ["name"] = "Cup", ["price"] = 8.25m, ["quantity"] = 1m },
        },
        ["tags"] = new List<object?> { "vip", "nl", "vip" },
        ["numbers"] = new List<object?> { 10m, 9m, 100m, 9m },
        ["none"] = new List<object?>(),
        ["contact"] = new Dictionary<string, object?>
        {
            ["firstName"] = "Ada",
            ["orderCount"] = 2,
            ["attributes"] = new Dictionary<string, object?> { ["shoe size"] = 38m, ["colour"] = "red" },
        },
    };

    /// <summary>All cases.</summary>
    public static IReadOnlyList<PortableCase> All { get; } = [.. Tags, .. Filters, .. DatesAndMoney];

    private static PortableCase[] Tags =>
    [
        // Output
        new("{{ name }}{{name}}{{ contact.firstName }}{{ contact['firstName'] }}{{ contact.attributes[\"shoe size\"] }}", "AdaAdaAdaAda38"),
        new("[{{ unknown }}{{ unknown.member.x }}{{ name.x }}{{ nothing }}]", "[]"),
        new("{{ yes }} {{ no }} {{ true }} {{ -3 }} {{ 1.5 }} {{ 'it' }} {{ \"it\" }}", "true false true -3 1.5 it it"),
        new("{{ items[0].name }} {{ items.first.sku }} {{ items.last.sku }} {{ items.size }} {{ name.size }} {{ items[9].name }}", "Mug &amp; spoon b C 3 3 "),
        new("{% assign i = 1 %}{{ items[i].sku }}", "a"),
        new("{{ evil }} <p title=\"{{ evil }}\">", "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; <p title=\"&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;\">"),
        new("{{ words }}", "Crème &amp; “brûlée” ☕ 日本 &quot;é&quot;"),
        new("{{ price }} {{ 12.50 }} {{ 2.0 }}", "1234,5 12,5 2,0", "nl-NL"),
        new("a  {{- name -}}  b\n{%- if yes -%}\n c {% endif %}", "aAdabc "),
        new("{{ tags }}", "vipnlvip"),

        // assign, capture
        new("{% assign x = name | append: '!' %}{{ x }}{%- assign y = 1 -%} {{ y }}", "Ada!1"),
        new("{% assign x = evil %}{{ x }}", "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"),
        new("{% capture x %}<b>{{ words }}</b>{% endcapture %}{{ x }}", "<b>Crème &amp; “brûlée” ☕ 日本 &quot;é&quot;</b>"),

        // if, elsif, else, unless
        new("{% if yes %}a{% else %}b{% endif %}{% if no %}a{% elsif yes %}c{% endif %}{% unless no %}d{% else %}e{% endunless %}", "acd"),
        new("{% if five == 5 and five != 4 and five > 4 and five >= 5 and five < 6 and five <= 5 %}a{% endif %}{% if five == 5.0 %}b{% endif %}", "ab"),
        new("{% if name == 'Ada' %}a{% endif %}{% if name contains 'd' %}b{% endif %}{% if tags contains \"vip\" %}c{% endif %}{% if 'a' < 'b' %}d{% endif %}", "abcd"),
        new("{% if nothing == blank %}a{% endif %}{% if unknown == blank %}b{% endif %}{% if empty_text == blank %}c{% endif %}{% if spaces == blank %}d{% endif %}{% if name != blank %}e{% endif %}", "abcde"),
        new("{% if none == empty %}a{% endif %}{% if empty_text == empty %}b{% endif %}{% if name != empty %}c{% endif %}{% if items != empty %}d{% endif %}", "abcd"),
        new("{% if nothing == nil %}a{% endif %}{% if unknown == null %}b{% endif %}{% if nothing %}x{% endif %}{% if unknown.member %}x{% endif %}", "ab"),
        new("{% if unknown >= 20 %}x{% endif %}{% if unknown < 20 %}x{% endif %}{% if unknown contains 'x' %}x{% endif %}{% if name == 5 %}x{% endif %}", ""),
        new("{% if no or yes %}a{% endif %}{% if yes or no and no %}b{% endif %}{% if no and yes or yes %}x{% endif %}", "ab"),
        new("{% if items.size > 2 %}a{% endif %}{% if none.size > 0 %}x{% endif %}{% if unknown.size > 0 %}x{% endif %}{% if items.first.name != blank %}b{% endif %}", "ab"),

        // case, for, cycle, break, continue, comment, raw
        new("{% case five %}{% when 1 %}a{% when 2, 5 %}b{% else %}d{% endcase %}{% case name %}{% when 'x' %}{% else %}e{% endcase %}", "be"),
        new("{% for i in items %}{{ forloop.index }}/{{ forloop.length }}{{ i.sku }}{% unless forloop.last %},{% endunless %}{% endfor %}", "1/3b,2/3a,3/3C"),
        new("{% for i in items limit: 2 %}{{ forloop.index0 }}{% if forloop.first %}f{% endif %}{{ i.sku }}{% endfor %}{% for i in items limit: 1 offset: 1 %}{{ i.sku }}{% endfor %}", "0fb1aa"),
        new("{% for i in none %}x{% else %}none{% endfor %}{% for i in unknown %}x{% else %}too{% endfor %}", "nonetoo"),
        new("{% for i in (1..five) reversed %}{{ i }}{% endfor %}{% for i in (1..3) %}{{ i }}{% endfor %}", "54321123"),
        new("{% for i in (1..9) %}{% if i == 3 %}{% continue %}{% endif %}{% if i > 5 %}{% break %}{% endif %}{{ i }}{% endfor %}", "1245"),
        new("{% for pair in contact.attributes %}{{ pair[0] }}={{ pair[1] }};{% endfor %}", "shoe size=38;colour=red;"),
        new("{% for i in (1..3) %}{% cycle 'a', 'b' %}{% endfor %}", "aba"),
        new("a{% comment %} {{ name }} don't {% endcomment %}b{%- comment -%} x {%- endcomment -%} c", "abc"),
        new("{% raw %}{{ name }} {% if %}{% endraw %}!", "{{ name }} {% if %}!"),
        new("{ } %} }} <a href=\"#\">", "{ } %} }} <a href=\"#\">"),
    ];

    private static PortableCase[] Filters =>
    [
        new("{{ 'a' | append: 'b' | prepend: 1 }}{{ unknown | append: 'x' }}", "1abx"),
        new("{{ 'Aé' | upcase }}{{ 'AÉ' | downcase }}{{ 'ada lovelace' | capitalize }}", "AÉaéAda Lovelace"),
        new("{{ 'i' | upcase }}", "İ", "tr-TR"),
        new("[{{ ' a ' | strip }}][{{ ' a ' | lstrip }}][{{ ' a ' | rstrip }}]", "[a][a ][ a]"),
        new("{{ 'a\nb' | strip_newlines }} {{ '<p>a</p> b' | strip_html }} {{ 'a\nb' | newline_to_br | raw }}", "ab a b a<br />b"),
        new("{{ 'aXbX' | remove: 'X' }} {{ 'aXbX' | remove_first: 'X' }} {{ 'aXbX' | replace: 'X', 'y' }} {{ 'aXbX' | replace_first: 'X', 'y' }}", "ab abX ayby aybX"),
        new("{{ 'hello' | slice: 1 }} {{ 'hello' | slice: -3, 2 }} {{ 'hello' | slice: 2, 900 }}", "e ll llo"),
        new("{{ 'a,b,,c' | split: ',' | join: '-' }} {{ 'abc' | split: '' | join: '.' }} {{ tags | join: ', ' }}{{ unknown | join: ',' }}", "a-b-c a.b.c vip, nl, vip"),
        new("{{ 'A longer text' | truncate: 8 }} {{ 'A longer text' | truncate: 8, '…' }} {{ 'short' | truncate: 5 }}{{ unknown | truncate: 3 }}", "A lon... A longe… short"),
        new("{{ '😀😀😀' | truncate: 4, '.' }} {{ 'abcdef' | truncate: 2 }}", "&#x1F600;. ..."),
        new("{{ 'a b c d' | truncatewords: 2 }} {{ 'a b' | truncatewords: 3 }}", "a b... a b"),
        new("{{ evil | escape }} {{ 'a<b' | raw }}", "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; a<b"),
        new("{{ 'a&bc/ä' | url_encode }} {{ 'a%26b+c' | url_decode }}", "a%26bc%2F%C3%A4 a&amp;b c"),
        new("{{ -3 | abs }} {{ 3 | at_least: 5 | at_most: 4 }} {{ 1.2 | ceil }} {{ 1.8 | floor }} {{ 2.346 | round: 2 }} {{ 2.6 | round }}", "3 4 2 1 2.35 3"),
        new("{{ '2' | plus: 3 | minus: 1 }} {{ 2 | times: 3 }} {{ 7 | divided_by: 2 }} {{ 7 | divided_by: 2.0 }} {{ 7 | modulo: 4 }} {{ unknown | plus: 1 }}", "4 6 3 3.5 3 1"),
        new("{{ price | times: 2 }} {{ 8.25 | times: 2 }} {{ items.size | minus: 1 }} {{ 5 | minus: 12 | prepend: 'and ' }}", "2469.0 16.5 2 and -7"),
        new("{{ items | size }} {{ 'abc' | size }} {{ none | size }} {{ tags | first }} {{ tags | last }}", "3 3 0 vip vip"),
        new("{{ items | map: 'sku' | join: ',' }} {{ items | map: 'imageUrl' | compact | size }} {{ unknown | map: 'x' | compact | size }}", "b,a,C 1 0"),
        new("{{ tags | reverse | join: ',' }} {{ tags | uniq | join: ',' }} {{ tags | concat: numbers | size }}", "vip,nl,vip vip,nl 7"),
        new("{{ items | sort: 'price' | map: 'sku' | join: ',' }} {{ tags | sort | join: ',' }} {{ items | map: 'sku' | sort_natural | join: ',' }}", "b,C,a nl,vip,vip a,b,C"),
        new("{{ items | where: 'sale' | map: 'sku' | join: ',' }} {{ items | where: 'sku', 'a' | map: 'name' | join: ',' }} {{ items | where: 'price', 8.25 | size }}", "b apron 2"),
        new("{{ numbers | sum }} {{ items | sum: 'quantity' }} {{ none | sum }} {{ unknown | sum }}", "128 4 0 0"),
        new("{{ numbers | sort | join }} {{ items | sort: 'sku' | map: 'sku' | join }} {{ none | sort | size }}", "9 9 10 100 C a b 0"),
        new("{{ items | where: 'imageUrl' | map: 'sku' | join }} {{ tags | slice: 1, 5 | join }} {{ 7.5 | modulo: 2 }} {{ -7 | modulo: 3 }}", "b nl vip 1.5 -1"),
        new("{{ unknown | size }} {{ nothing | size }} {{ contact.attributes | size }} {{ 'hello' | slice: 9 }}", "0 0 2 "),
        new("{{ unknown | default: 'd' }}{{ '' | default: 'd' }}{{ false | default: 'd' }}{{ 0 | default: 'd' }}{{ name | default: 'd' }}{{ nothing | default: evil }}", "ddd0Ada&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;"),
    ];

    private static PortableCase[] DatesAndMoney =>
    [
        new("{{ summer | date: '%Y-%m-%d %H:%M:%S' }}", "2026-07-01 22:30:05"),
        new("{{ summer | date: '%Y-%m-%d %H:%M' }} {{ winter | date: '%Y-%m-%d %H:%M' }}", "2026-07-02 00:30 2026-01-04 14:05", Zone: "Europe/Amsterdam"),
        new("{{ summer | date: '%A %-d %B %Y, %l:%M' }}", "Wednesday 1 July 2026,  6:30", Zone: "America/New_York"),
        new("{{ summer | date: '%A %e %B %Y' }} {{ winter | date: '%a %b' }}", "donderdag  2 juli 2026 zo jan", "nl-NL", "Europe/Amsterdam"),
        new("{{ winter | date: '%y %j %u %w %I %M %S %%' }} {{ summer | date: '%-m/%d/%H' }}", "26 004 7 0 01 05 09 % 7/01/22"),
        new("{{ '2026-03-29T01:30:00Z' | date: '%H:%M' }} {{ '2026-03-28' | date: '%d-%m' }} {{ 'now' | date: '%F' }}", "03:30 28-03 2026-03-05", Zone: "Europe/Amsterdam"),
        new("{{ '2026-07-01T12:00:00+02:00' | date: '%F %R' }} {{ '2026-07-01T12:00:00' | date: '%R' }} {{ '2026-07-01 12:00' | date: '%R' }}", "2026-07-01 06:00 12:00 12:00", Zone: "America/New_York"),
        new("{{ summer | date: '%k|%L|%P|%p|%R|%T|%D|%F|%r|%s|%V|%G|%C|%e|%h|%x|%z|%^a|%_m' }}", "18|007|pm|PM|18:30|18:30:05|07/01/26|2026-07-01|06:30:05 PM|1782945005|27|2026|20| 1|Jul|7/1/2026|-0400|WED| 7", "en-US", "America/New_York"),
        new("[{{ unknown | date: '%F' }}] [{{ 'nonsense' | date: '%F' }}] [{{ 0 | date: '%F' }}]", "[] [] [1970-01-01]"),
        new("{{ price | money: 'EUR' }} {{ 8 | money: 'USD' }} {{ '12.5' | money: 'GBP' }} {{ unknown | money: 'EUR' }}", "€1,234.50 $8.00 £12.50 "),
        new("{{ price | money: 'EUR' }} {{ price | money }} {{ price | money: 'CHF' }}", "€&#xA0;1.234,50 1.234,50 CHF&#xA0;1.234,50", "nl-NL"),
        new("{{ items.first.price | times: items.first.quantity | money: 'EUR' }}", "16,50&#xA0;€", "de-DE"),
    ];

    /// <summary>The tags of a text's Liquid.</summary>
    public static IEnumerable<string> TagsOf(string text) => Tag().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>The filters of a text's Liquid.</summary>
    public static IEnumerable<string> FiltersOf(string text)
        => Markup().Matches(text).SelectMany(match => Filter().Matches(Quoted().Replace(match.Value, "''"))).Select(match => match.Groups[1].Value);

    /// <summary>Everything that is written in portable Liquid: ready templates, the theme's parts, and the examples of the docs.</summary>
    public static IEnumerable<string> Sources()
    {
        var root = Path.Combine(ReadyMails.Folder, "..", "..");
        return Directory.EnumerateFiles(Path.Combine(root, "src", "Automail.OrchardModule", "ReadyTemplates"), "*.liquid")
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "themes", "Automail.EmailTheme", "Views"), "*.liquid"))
            .Append(Path.Combine(root, "docs", "features", "templates.md"));
    }

    [GeneratedRegex(@"\{%-?\s*([a-z_]+)")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}", RegexOptions.Singleline)]
    private static partial Regex Markup();

    [GeneratedRegex(@"\|\s*([a-z_]+)")]
    private static partial Regex Filter();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'")]
    private static partial Regex Quoted();
}
