using System.Text.RegularExpressions;
using Automail.Engine.Templates;
using Automail.Engine.Templates.Inlining;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates.Inlining;

public sealed partial class InliningPropertyTests
{
    private static readonly string[] Names = ["div", "p", "span", "b"];
    private static readonly string[] Words = ["a", "b", "c"];
    private static readonly string[] Properties = ["color", "margin", "margin-left", "x"];

    // A style is written right behind a tag's name where there was none.
    [GeneratedRegex(" style=\"[^\"]*\"")]
    private static partial Regex Style();

    [GeneratedRegex(@"\{\{[^{}]*\}\}|\{%[^{}]*%\}")]
    private static partial Regex Liquid();

    private static readonly string[] Pieces =
    [
        "<p>", "<p class=\"a\">", "<td class='a b'>", "<tr>", "</tr>", "<table>", "</table>", "</td>", "</p>", "<div class=\"{{ x }}\">", "<div {% if a %}class=\"b\"{% endif %}>", "</div>",
        "{% for i in list %}", "{% endfor %}", "{% if a == \"<p>\" %}", "{% else %}", "{% endif %}", "{{ x }}", "{{ x | default: '<td>' }}", "text", "<", ">", "\"", "'", "=", "<a href=\"{{ u }}\">",
        "<li", "<img src=x>", "<!--", "-->", "<title>", "</title>", "{{", "%}", "é", "\r\n", "<b>", "<html>", "<body class=a>", "{% shape 'X' %}", "{{ content }}", "</b>", "<!--[if mso]>",
    ];

    private static readonly Gen<string> Sources = Gen.Int[0, Pieces.Length - 1].Array[0, 30].Select(parts => string.Concat(parts.Select(i => Pieces[i])));

    private static InlinedMail Inline(string css, string html)
        => InlinedMail.Create(html, null, new ThemeSources(MailTheme.Create([new("EmailStyles", css)]), (_, inlined, _) => new PathsOnlyLiquid().Parse(inlined, LiquidEncoding.None)));

    [Fact]
    public void Without_the_styles_that_were_added_a_source_is_what_it_was()
        => Sources.Sample(
            html =>
            {
                var inlined = Inline("p, td, li, .a, div { color: red } .a p { margin: 0 } tr > td { b: c !important }", html);

                Style().Replace(inlined.Html.Text, "").ShouldBe(html);
                Liquid().Matches(inlined.Html.Text).Select(match => match.Value).ShouldBe(Liquid().Matches(html).Select(match => match.Value));
            },
            iter: 3_000);

    [Fact]
    public void What_was_inlined_once_is_inlined_no_more()
        => Sources.Sample(
            html =>
            {
                const string Css = "p, td, li, .a, div { color: red; margin: 0 !important } .a p { margin: 0; font-family: \"A B\" } p { x: y !important }";
                var once = Inline(Css, html).Html.Text;

                Inline(Css, once).Html.Text.ShouldBe(once);
            },
            iter: 3_000);

    /// <summary>An element, its style, and what stands in it.</summary>
    private sealed record Element(string Name, string[] Classes, string? Id, string? Style, Element[] Children)
    {
        public string Print(Func<Element, string?> style)
        {
            var attributes = string.Concat(
                style(this) is { } css ? $" style=\"{css}\"" : "",
                Classes.Length > 0 ? $" class=\"{string.Join(' ', Classes)}\"" : "",
                Id is null ? "" : $" id=\"{Id}\"");
            return $"<{Name}{attributes}>{{{{ name }}}}{string.Concat(Children.Select(child => child.Print(style)))}</{Name}>";
        }
    }

    private sealed record Compound(string? Type, string[] Classes, string? Id)
    {
        public int Specificity => (Id is null ? 0 : 1_000_000) + (Classes.Length * 1_000) + (Type is null ? 0 : 1);

        public bool Hits(Element element)
            => (Type is null || Type == element.Name) && Classes.All(element.Classes.Contains) && (Id is null || Id == element.Id);

        public override string ToString() => $"{Type}{string.Concat(Classes.Select(name => "." + name))}{(Id is null ? "" : "#" + Id)}";
    }

    private sealed record Rule(Compound? Around, bool IsChild, Compound Last, (string Name, int Value, bool IsImportant)[] Declarations)
    {
        public int Specificity => Last.Specificity + (Around?.Specificity ?? 0);

        public bool Hits(Element element, Element[] ancestors)
            => Last.Hits(element) && (Around is null || (IsChild ? ancestors is [.., var parent] && Around.Hits(parent) : ancestors.Any(Around.Hits)));

        public override string ToString()
            => $"{(Around is null ? "" : IsChild ? $"{Around} > " : $"{Around} ")}{Last} {{ {string.Concat(Declarations.Select(one => $"{one.Name}: {one.Value}{(one.IsImportant ? " !important" : "")};"))} }}";
    }

    private static readonly Gen<string[]> SomeWords = Gen.OneOfConst(Words).Array[0, 2].Select(words => words.Distinct().ToArray());

    private static readonly Gen<Compound> Compounds = Gen.Select(Gen.OneOfConst(Names), SomeWords, Gen.Int[0, 5], Gen.Bool)
        .Select((name, words, id, typed) => new Compound(typed || (words.Length == 0 && id > 0) ? name : null, words, id == 0 ? "a" : null));

    private static readonly Gen<(string Name, int Value, bool IsImportant)[]> Declared = Gen.Select(Gen.OneOfConst(Properties), Gen.Int[0, 99], Gen.Int[0, 4])
        .Select((name, value, important) => (name, value, important == 0)).Array[1, 3].Select(list => list.DistinctBy(one => one.name).ToArray());

    private static readonly Gen<Rule[]> Rules = Gen.Select(Compounds, Gen.Int[0, 2], Compounds, Declared)
        .Select((around, kind, last, declared) => new Rule(kind == 0 ? null : around, kind == 1, last, declared)).Array[1, 8];

    private static Gen<Element[]> Elements(int depth) => Gen.Select(
        Gen.OneOfConst("div", "span"), SomeWords, Gen.Int[0, 6], Gen.Int[0, 5], depth == 0 ? Gen.Const(Array.Empty<Element>()) : Elements(depth - 1))
        .Select((name, words, id, style, children) => new Element(name, words, id == 0 ? "a" : null, style switch { 0 => "color:own", 1 => "margin:own;", _ => null }, children))
        .Array[0, 3];

    /// <summary>What an element's properties come to, by the plain letter of the cascade.</summary>
    private static Dictionary<string, string> Reference(Element element, Element[] ancestors, Rule[] rules)
    {
        var all = rules.Select((rule, order) => (Rule: rule, Order: order)).Where(one => one.Rule.Hits(element, ancestors))
            .SelectMany(one => one.Rule.Declarations.Select(declaration => (declaration.Name, Value: $"{declaration.Value}", Rank: (declaration.IsImportant ? 2 : 0, one.Rule.Specificity, one.Order))));
        var own = element.Style is null ? [] : new[] { (Name: element.Style.Split(':')[0], Value: "own", Rank: (1, 0, 0)) };
        return all.Concat(own).GroupBy(one => one.Name).ToDictionary(group => group.Key, group => group.MaxBy(one => one.Rank).Value);
    }

    private static Dictionary<string, string> Computed(string style)
        => style.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(':')).GroupBy(one => one[0]).ToDictionary(group => group.Key, group => group.Last()[1]);

    private static IEnumerable<(Element Element, Element[] Ancestors)> Flatten(Element[] elements, Element[] ancestors)
        => elements.SelectMany(element => Flatten(element.Children, [.. ancestors, element]).Prepend((element, ancestors)));

    [Fact]
    public void Every_element_gets_what_the_cascade_gives_it()
        => Gen.Select(Elements(3), Rules).Sample(
            (elements, rules) =>
            {
                var html = string.Concat(elements.Select(element => element.Print(one => one.Style)));
                var inlined = Inline(string.Join('\n', rules.Select(rule => rule.ToString())), html).Html.Text;

                var tags = Regex.Matches(inlined, "<(?:div|span)(?: style=\"([^\"]*)\")?").Select(match => Computed(match.Groups[1].Value)).ToList();
                var expected = Flatten(elements, []).Select(one => Reference(one.Element, one.Ancestors, rules)).ToList();
                tags.Count.ShouldBe(expected.Count);
                for (var i = 0; i < tags.Count; i++)
                {
                    tags[i].OrderBy(one => one.Key, StringComparer.Ordinal).ShouldBe(expected[i].OrderBy(one => one.Key, StringComparer.Ordinal));
                }
            },
            iter: 1_500);

    [Fact]
    public void Rendering_what_was_inlined_is_inlining_what_was_rendered()
        => Gen.Select(Elements(3), Rules).Sample(
            (elements, rules) =>
            {
                var css = string.Join('\n', rules.Select(rule => rule.ToString()));
                var html = string.Concat(elements.Select(element => element.Print(one => one.Style)));

                Inline(css, html.Replace("{{ name }}", "Ada", StringComparison.Ordinal)).Html.Text
                    .ShouldBe(Inline(css, html).Html.Text.Replace("{{ name }}", "Ada", StringComparison.Ordinal));
            },
            iter: 500);

    [Theory]
    [InlineData("<p>")]
    [InlineData("<p class=\"{{ x }}\">")]
    [InlineData("{% if x %}<div class=a>")]
    [InlineData("{{ x }}")]
    [InlineData("<b><div>")]
    [InlineData("</x><div>")]
    [InlineData("{% shape 'x' %}")]
    public void Long_malice_takes_no_long_time(string piece)
        => Inline(".a .b .c p { a: b } .a > .b > p { a: b } p p p { a: b }", string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length))).Html.Text.ShouldNotBeNull();
}
