using Automail.Cli.Templates;
using Automail.Engine.Templates;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Cli.Tests.Templates;

public sealed class DotLiquidEngineTests
{
    private const string Script = "<script>alert('x')</script>";
    private const string EncodedScript = "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;";

    private static readonly DotLiquidEngine Engine = new();

    private static readonly Dictionary<string, object?> Model = new()
    {
        ["name"] = "Ada",
        ["evil"] = Script,
        ["nothing"] = null,
        ["empty_text"] = "",
        ["yes"] = true,
        ["no"] = false,
        ["five"] = 5,
        ["price"] = 12.5m,
        ["time"] = new DateTimeOffset(2026, 7, 1, 22, 30, 5, TimeSpan.Zero),
        ["items"] = new List<object?>
        {
            new Dictionary<string, object?> { ["sku"] = "b", ["name"] = "Mug", ["price"] = 8.25m, ["sale"] = true },
            new Dictionary<string, object?> { ["sku"] = "a", ["name"] = Script, ["price"] = 20m, ["sale"] = false },
        },
        ["tags"] = new List<object?> { "x", Script },
        ["none"] = new List<object?>(),
        ["contact"] = new Dictionary<string, object?>
        {
            ["firstName"] = "Ada",
            ["attributes"] = new Dictionary<string, object?> { ["shoe size"] = 38m },
        },
    };

    private static string Render(string source, LiquidEncoding encoding = LiquidEncoding.Html, string locale = "en", string? zone = null)
        => Render(source, Model, encoding, new LiquidContext(locale, zone, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)));

    private static string Render(
        string source, IReadOnlyDictionary<string, object?> model, LiquidEncoding encoding = LiquidEncoding.Html, LiquidContext? context = null, CancellationToken cancellation = default)
        => ((DotLiquidTemplate)Engine.Parse(source, encoding)).Render(model, context ?? new LiquidContext("", null, default), cancellation);

    [Theory]
    [InlineData("", "")]
    [InlineData("{{ name }}", "Ada")]
    [InlineData("{{name}}{{ contact.firstName }}{{contact['firstName']}}{{ contact.attributes[\"shoe size\"] }}", "AdaAdaAda38")]
    [InlineData("[{{ unknown }}{{ unknown.member[3].x }}{{ name.x }}{{ nothing }}{{ five.x }}]", "[]")]
    [InlineData("{{ 'a }} b' }}{{ \"it's\" }}", "a }} bit&#x27;s")]
    [InlineData("{{ yes }} {{ no }} {{ true }} {{ nil }} {{ 1.50 }} {{ -3 }} {{ 2.0 }}", "true false true  1.5 -3 2.0")]
    [InlineData("{{ items[0].name }} {{ items[-1].sku }} {{ items.first.sku }} {{ items.last.sku }} {{ items.size }} {{ name.size }} {{ items[9].name }}", "Mug a b a 2 3 ")]
    [InlineData("{% assign x = five %}{{ items[x].sku }}{% assign i = 1 %}{{ items[i].sku }}", "a")]
    [InlineData("{% if yes %}a{% else %}b{% endif %}{% if no %}a{% elsif yes %}c{% endif %}{% unless no %}d{% else %}e{% endunless %}", "acd")]
    [InlineData("{% case five %}{% when 1 %}a{% when 2, 5 or 6 %}b{% when 5 %}c{% else %}d{% endcase %}{% case name %}{% when 'x' %}{% else %}e{% endcase %}", "be")]
    [InlineData("{% for i in items %}{{ forloop.index }}/{{ forloop.length }}{{ i.sku }}{% unless forloop.last %},{% endunless %}{% endfor %}", "1/2b,2/2a")]
    [InlineData("{% for i in none %}x{% else %}none{% endfor %}{% for i in unknown %}x{% else %}too{% endfor %}", "nonetoo")]
    [InlineData("{% for i in (1..five) reversed limit: 3 offset: 1 %}{{ i }}{% endfor %}", "432")]
    [InlineData("{% for i in (1..9) %}{% if i == 3 %}{% continue %}{% endif %}{% if i > 5 %}{% break %}{% endif %}{{ i }}{% endfor %}", "1245")]
    [InlineData("{% for pair in contact.attributes %}{{ pair[0] }}={{ pair[1] }}{% endfor %}", "shoe size=38")]
    [InlineData("{% for i in (1..4) %}{% cycle 'a', 'b', name %}{% endfor %}", "abAdaa")]
    [InlineData("a{% comment %} {{ }} {% if %} don't {% endcomment %}b{%- comment -%} x {%- endcomment -%} c", "abc")]
    [InlineData("{% raw %}{{ name }} {% if %}{% endraw %}!", "{{ name }} {% if %}!")]
    [InlineData("{% raw %}{{{{%{% endraw %}", "{{{{%")]
    [InlineData("a  {{- name -}}  b\n{%- if yes -%}\n c {% endif %}", "aAdabc ")]
    [InlineData("{{-name-}} x {%-assign y=1-%} {{y}}", "Adax1")]
    [InlineData("{ { } } % %} }} {", "{ { } } % %} }} {")]
    public void Renders(string source, string expected) => Render(source).ShouldBe(expected);

    [Theory]
    [InlineData("{{ evil }}", EncodedScript)]
    [InlineData("<p title=\"{{ evil }}\">", "<p title=\"" + EncodedScript + "\">")]
    [InlineData("{% if yes %}{{ evil }}{% endif %}", EncodedScript)]
    [InlineData("{% for i in items %}{{ i.name }},{% endfor %}", "Mug," + EncodedScript + ",")]
    [InlineData("{% case five %}{% when 5 %}{{ evil }}{% endcase %}", EncodedScript)]
    [InlineData("{% assign x = evil %}{{ x }}", EncodedScript)]
    [InlineData("{% capture x %}<b>{{ evil }}</b>{% endcapture %}{{ x }}", "<b>" + EncodedScript + "</b>")]
    [InlineData("{% capture x %}<b>{{ evil }}</b>{% endcapture %}{% assign y = x %}{% capture z %}{{ y }}{% endcapture %}{{ z }}", "<b>" + EncodedScript + "</b>")]
    [InlineData("{% capture x %}<b>{% endcapture %}{{ x | append: evil }}", "&lt;b&gt;" + EncodedScript)]
    [InlineData("{{ tags }}{{ tags | join: '<' }}", "x" + EncodedScript + "x&lt;" + EncodedScript)]
    [InlineData("{% cycle evil %}", EncodedScript)]
    [InlineData("{{ evil | default: 'x' }}{{ nothing | default: evil }}", EncodedScript + EncodedScript)]
    [InlineData("{{ items | map: 'name' | last }}", EncodedScript)]
    [InlineData("{{ evil | escape }}", EncodedScript)]
    [InlineData("{{ evil | raw }}", Script)]
    [InlineData("{% assign x = evil | raw %}{{ x }}", Script)]
    [InlineData("{{ evil | raw | append: '!' }}", EncodedScript + "!")]
    [InlineData("{{ evil | url_encode }}", "%3Cscript%3Ealert(%27x%27)%3C%2Fscript%3E")]
    [InlineData("{{ 'a\nb' | newline_to_br }}{{ '<i>' | newline_to_br | raw }}", "a&lt;br /&gt;b<i>")]
    [InlineData("{{ \"é 日本 😀 &amp;\" }}", "é 日本 &#x1F600; &amp;amp;")]
    public void Output_is_encoded_once_wherever_it_stands(string source, string expected) => Render(source).ShouldBe(expected);

    [Theory]
    [InlineData("{{ evil }}", Script)]
    [InlineData("{% capture x %}{{ evil }}{% endcapture %}{{ x }}", Script)]
    [InlineData("{{ evil | raw }}", Script)]
    public void Subjects_and_plain_text_are_not_encoded(string source, string expected) => Render(source, LiquidEncoding.None).ShouldBe(expected);

    [Theory]
    [InlineData("five == 5")]
    [InlineData("five==5.0")]
    [InlineData("five != 'x'")]
    [InlineData("five <> 6")]
    [InlineData("five<5.4")]
    [InlineData("5.4 > five")]
    [InlineData("price >= 12.5")]
    [InlineData("price <= 12.50")]
    [InlineData("name == 'Ada'")]
    [InlineData("name contains 'd'")]
    [InlineData("tags contains \"x\"")]
    [InlineData("name")]
    [InlineData("empty_text")]
    [InlineData("none")]
    [InlineData("nothing == nil")]
    [InlineData("unknown == null")]
    [InlineData("empty_text == empty")]
    [InlineData("none == empty")]
    [InlineData("unknown == blank")]
    [InlineData("' ' == blank")]
    [InlineData("name != empty")]
    [InlineData("no == false")]
    [InlineData("no or yes")]
    [InlineData("yes or no and no")]
    [InlineData("yes and no or yes")]
    [InlineData("name == \"x and y\" or name == 'Ada'")]
    [InlineData("'a' < 'b'")]
    [InlineData("time == time")]
    public void Holds(string condition) => Render($"{{% if {condition} %}}1{{% endif %}}").ShouldBe("1");

    [Theory]
    [InlineData("no")]
    [InlineData("nothing")]
    [InlineData("unknown >= 20")]
    [InlineData("unknown < 20")]
    [InlineData("20 > unknown.total")]
    [InlineData("name > 3")]
    [InlineData("name == 5")]
    [InlineData("five contains 5")]
    [InlineData("unknown contains 'x'")]
    [InlineData("name contains unknown")]
    [InlineData("no and yes or yes")]
    [InlineData("name == empty")]
    [InlineData("five == blank")]
    public void Does_not_hold(string condition) => Render($"{{% if {condition} %}}1{{% endif %}}").ShouldBe("");

    [Theory]
    [InlineData("{{ name", 1, 1, "not closed with }}")]
    [InlineData("a\n  {% if yes", 2, 3, "not closed with %}")]
    [InlineData("{{ 'name }}", 1, 1, "not closed")]
    [InlineData("a\n\n {{ }}", 3, 5, "A value is missing.")]
    [InlineData("{{ a b }}", 1, 6, "'b' does not belong here.")]
    [InlineData("{{ name |\n nope: 2 }}", 2, 2, "There is no filter 'nope'.")]
    [InlineData("{% assign x = name | upcas %}", 1, 22, "There is no filter 'upcas'.")]
    [InlineData("{{ name | append }}", 1, 11, "takes 1 arguments, not 0")]
    [InlineData("{{ name | upcase: 1 }}", 1, 11, "takes 0 arguments, not 1")]
    [InlineData("{{ name | }}", 1, 11, "The filter's name is missing.")]
    [InlineData("{{ name. }}", 1, 10, "The name behind the dot is missing.")]
    [InlineData("{{ name[1 }}", 1, 11, "The bracket is not closed.")]
    [InlineData("{{ 1.2.3 }}", 1, 4, "'1.2.3' is not a number.")]
    [InlineData("{{ % }}", 1, 4, "does not begin a value")]
    [InlineData("x{% nope %}", 1, 2, "There is no tag 'nope'.")]
    [InlineData("{% include 'x' %}", 1, 1, "There is no tag 'include'.")]
    [InlineData("{% increment x %}", 1, 1, "There is no tag 'increment'.")]
    [InlineData("{% %}", 1, 1, "The tag has no name.")]
    [InlineData("{% if yes %}\n{% for i in items %}{% endfor %}", 1, 1, "The tag if is not closed with {% endif %}.")]
    [InlineData("{% if yes %}\n{% for i in items %}{% endif %}", 2, 21, "comes where {% endfor %} is due, for line 2")]
    [InlineData("{% endif %}", 1, 1, "closes nothing")]
    [InlineData("{% else %}", 1, 1, "does not belong here")]
    [InlineData("{% if a %}{% else %}{% else %}{% endif %}", 1, 21, "does not belong here")]
    [InlineData("{% for a in b %}{% elsif c %}{% endfor %}", 1, 17, "does not belong here")]
    [InlineData("{% when 1 %}", 1, 1, "does not belong here")]
    [InlineData("{% break %}", 1, 1, "stands in no loop")]
    [InlineData("{% if %}{% endif %}", 1, 7, "A value is missing.")]
    [InlineData("{% if a = b %}{% endif %}", 1, 9, "'= b' does not belong here.")]
    [InlineData("{% if a == %}{% endif %}", 1, 12, "A value is missing.")]
    [InlineData("{% if a and %}{% endif %}", 1, 13, "A value is missing.")]
    [InlineData("{% for x of y %}{% endfor %}", 1, 10, "A loop is of the form")]
    [InlineData("{% for x in y z %}{% endfor %}", 1, 15, "A loop knows only")]
    [InlineData("{% for x in (1..) %}{% endfor %}", 1, 17, "does not begin a value")]
    [InlineData("{% assign x 3 %}", 1, 13, "An assignment is of the form")]
    [InlineData("{% capture %}{% endcapture %}", 1, 12, "The name of the variable is missing.")]
    [InlineData("{% case a %}{% when %}{% endcase %}", 1, 21, "A value is missing.")]
    [InlineData("{% raw %}", 1, 1, "The tag raw is not closed")]
    [InlineData("{% comment %}", 1, 1, "The tag comment is not closed")]
    public void What_is_wrong_is_told_with_its_place(string source, int line, int column, string message)
    {
        var error = Should.Throw<TemplateException>(() => Engine.Parse(source, LiquidEncoding.Html));

        (error.Line, error.Column).ShouldBe((line, column), error.Message);
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("a\n {{ five | divided_by: 0 }}", 2, 2)]
    [InlineData("{% if yes %}\n{% assign x = five | modulo: 0 %}{% endif %}", 2, 1)]
    [InlineData("{% capture x %}{{ 1 | divided_by: 0 }}{% endcapture %}", 1, 16)]
    [InlineData("\n{% for i in (1..1000000) %}{% endfor %}", 2, 1)]
    [InlineData("{{ five | times: 79228162514264337593543950335 }}", 1, 1)]
    public void What_fails_while_rendering_is_told_with_its_place(string source, int line, int column)
    {
        var error = Should.Throw<TemplateException>(() => Render(source));

        (error.Line, error.Column).ShouldBe((line, column), error.Message);
    }

    [Theory]
    [InlineData("{% for a in (1..1000) %}{% for b in (1..1000) %}{% endfor %}{% endfor %}", "The loops take more than 200000 rounds.")]
    [InlineData("{% assign x = 'aaaaaaaaaaaaaaaaaaaa' %}{% for a in (1..50) %}{% assign x = x | append: x %}{% endfor %}", "made a text of more than")]
    [InlineData("{% capture x %}{% for a in (1..100000) %}0123456789012345678901234567890123456789012345678901234567890123{% endfor %}{% endcapture %}", "longer than")]
    [InlineData("{% for a in (1..100000) %}0123456789012345678901234567890123456789012345678901234567890123{% endfor %}", "longer than")]
    public void What_would_not_end_or_fit_is_stopped(string source, string message)
        => Should.Throw<TemplateException>(() => Render(source)).Message.ShouldContain(message);

    [Fact]
    public void Deep_nesting_is_refused()
        => Should.Throw<TemplateException>(() => Engine.Parse(string.Concat(Enumerable.Repeat("{% if a %}", 10_000)), LiquidEncoding.Html)).Message.ShouldContain("nested deeper");

    [Fact]
    public void Forty_levels_render()
        => Render(string.Concat(Enumerable.Repeat("{% for i in (1..1) %}", 40)) + "x" + string.Concat(Enumerable.Repeat("{% endfor %}", 40))).ShouldBe("x");

    [Fact]
    public void A_huge_template_is_refused()
        => Should.Throw<TemplateException>(() => Engine.Parse(new string('x', DotLiquidEngine.MaxSource + 1), LiquidEncoding.Html));

    [Fact]
    public void A_stop_is_heard()
        => Should.Throw<OperationCanceledException>(() => Render("{{ name }}", Model, cancellation: new CancellationToken(canceled: true)));

    [Fact]
    public async Task One_template_serves_many_threads()
    {
        var template = Engine.Parse("{% assign x = n | times: 2 %}{% for i in (1..n) %}{% capture y %}{{ y }}{{ i }}{% endcapture %}{% endfor %}{{ x }}:{{ y }}", LiquidEncoding.Html);
        var results = await Task.WhenAll(Enumerable.Range(1, 200).Select(n => Task.Run(async () =>
            await template.RenderAsync(new Dictionary<string, object?> { ["n"] = n % 9 }, new LiquidContext("", null, default)))));

        results.ShouldBe(Enumerable.Range(1, 200).Select(n => $"{n % 9 * 2}:{string.Concat(Enumerable.Range(1, n % 9))}"));
    }

    [Fact]
    public void Other_dictionaries_and_lists_are_read_too()
    {
        var model = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary(new Dictionary<string, object?> { ["a"] = (object?)"x" });

        Render("{{ m.a }}{% for i in l %}{{ i }}{% endfor %}", new Dictionary<string, object?> { ["m"] = model, ["l"] = new object?[] { 1, "b" } }).ShouldBe("x1b");
    }

    [Fact]
    public void A_name_cannot_leave_its_place()
        => Gen.String.Sample(name =>
        {
            var html = Render("<p title=\"{{ n }}\" class='{{ n }}'>{{ n }}</p>", new Dictionary<string, object?> { ["n"] = name });

            html.Count(c => c == '<').ShouldBe(2);
            html.Count(c => c == '>').ShouldBe(2);
            html.Count(c => c == '"').ShouldBe(2);
            html.Count(c => c == '\'').ShouldBe(2);
        });

    [Fact]
    public void Any_text_is_a_template_or_an_error()
    {
        string[] pieces = ["{{", "}}", "{%", "%}", "-", " ", "|", ":", ",", ".", "..", "(", ")", "[", "]", "'", "\"", "name", "if", "endif", "for", "in", "endfor", "else", "elsif",
            "case", "when", "endcase", "assign", "=", "==", "capture", "endcapture", "raw", "endraw", "comment", "endcomment", "upcase", "1", "2.5", "\n", "unless", "break", "and", "or", "<"];
        Gen.Int[0, pieces.Length - 1].Array[0, 30].Sample(
            parts =>
            {
                try
                {
                    Render(string.Concat(parts.Select(part => pieces[part])));
                }
                catch (TemplateException error)
                {
                    error.Line.ShouldBePositive(error.Message);
                }
            },
            iter: 20_000);
    }
}
