using Automail.Engine.Templates;
using Automail.Engine.Templates.Inlining;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates.Inlining;

public sealed class InlinedMailTests
{
    private static ThemeSources Theme(string css, params (string Name, string Source)[] parts)
        => new(
            MailTheme.Create([new("EmailStyles", css), .. parts.Select(part => new KeyValuePair<string, string>(part.Name, part.Source))]),
            (_, inlined, _) => new PathsOnlyLiquid().Parse(inlined, LiquidEncoding.None));

    private static string Inline(string css, string html, string? layout = null) => InlinedMail.Create(html, layout, Theme(css)).Html.Text;

    private static string Stays(string css, string html, string? layout = null) => InlinedMail.Create(html, layout, Theme(css)).Styles;

    [Theory]
    [InlineData("<p>x</p>", "<p style=\"color:red\">x</p>")]
    [InlineData("<P\nid=a >x", "<P style=\"color:red\"\nid=a >x")]
    [InlineData("<p/>", "<p style=\"color:red\"/>")]
    [InlineData("<p style=\"margin:0\">", "<p style=\"color:red;margin:0\">")]
    [InlineData("<p style='margin:0;'>", "<p style='color:red;margin:0;'>")]
    [InlineData("<p style=margin:0>", "<p style=\"color:red;margin:0\">")]
    [InlineData("<p style=\"\">", "<p style=\"color:red\">")]
    [InlineData("<p style>", "<p style=\"color:red\">")]
    [InlineData("<p style=\"COLOR:blue\">", "<p style=\"COLOR:blue\">")]
    [InlineData("<p style=\"color:{{ c }}\">", "<p style=\"color:red;color:{{ c }}\">")]
    [InlineData("<p style=\"{% if a %}color:blue{% endif %}\">", "<p style=\"color:red;{% if a %}color:blue{% endif %}\">")]
    [InlineData("<p style={{ s }}>", "<p style={{ s }}>")]
    [InlineData("<p {% if a %}style=\"margin:0\"{% endif %}>", "<p {% if a %}style=\"margin:0\"{% endif %}>")]
    [InlineData("<p style={% if a %}\"margin:0\"{% endif %}>", "<p style={% if a %}\"margin:0\"{% endif %}>")]
    [InlineData("<p{% if a %} align=left{% endif %}>", "<p style=\"color:red\"{% if a %} align=left{% endif %}>")]
    [InlineData("<!--[if mso]><p>x</p><![endif]--><!-- <p> -->", "<!--[if mso]><p>x</p><![endif]--><!-- <p> -->")]
    [InlineData("<!--[if !mso]><!--><p>x<!--<![endif]-->", "<!--[if !mso]><!--><p style=\"color:red\">x<!--<![endif]-->")]
    [InlineData("{% comment %}<p>{% endcomment %}{{ '<p>' }}{% raw %}<p>{% endraw %}", "{% comment %}<p>{% endcomment %}{{ '<p>' }}{% raw %}<p style=\"color:red\">{% endraw %}")]
    [InlineData("<p", "<p")]
    [InlineData("a < p > {{ x", "a < p > {{ x")]
    [InlineData("<textarea><p></textarea><title><p></title><script><p></script>", "<textarea><p></textarea><title><p></title><script><p></script>")]
    public void Styles_are_written_at_the_start_tags(string html, string expected) => Inline("p { color: red }", html).ShouldBe(expected);

    [Fact]
    public void Rows_of_a_loop_are_styled_where_they_stand()
        => Inline(
            "td { padding: 0 } tr.odd td { color: red } table { width: 100% } .n { margin: 0 }",
            """
            <table>{{ before }}
              {%- for item in event.items limit: 3 %}
              <tr class="odd">{% if item.url != "<td>" %}<td>{{ item.name | default: "a \"b\" <c>" }}</td>{% endif %}<td class='n'>{{ item["price"] }}</td></tr>
              {%- else %}
              <tr><td>{{ none }}</td></tr>
              {%- endfor %}
            </table>
            """).ShouldBe(
            """
            <table style="width:100%">{{ before }}
              {%- for item in event.items limit: 3 %}
              <tr class="odd">{% if item.url != "<td>" %}<td style="padding:0;color:red">{{ item.name | default: "a \"b\" <c>" }}</td>{% endif %}<td style="padding:0;margin:0;color:red" class='n'>{{ item["price"] }}</td></tr>
              {%- else %}
              <tr><td style="padding:0">{{ none }}</td></tr>
              {%- endfor %}
            </table>
            """);

    [Fact]
    public void Parts_of_a_table_can_be_sources_of_their_own()
    {
        Inline("td { a: b } tr { c: d }", "{% for x in y %}<tr><td>x</td></tr>{% endfor %}").ShouldBe("{% for x in y %}<tr style=\"c:d\"><td style=\"a:b\">x</td></tr>{% endfor %}");
        Inline("td { a: b }", "<td>x<td>").ShouldBe("<td style=\"a:b\">x<td style=\"a:b\">");
        Inline("tbody > tr { a: b }", "<tbody><tr><td>x").ShouldBe("<tbody><tr style=\"a:b\"><td>x");
        Inline("table > tbody > tr { a: b }", "<table><tr><td>x").ShouldBe("<table><tr style=\"a:b\"><td>x");
    }

    [Theory]
    [InlineData("p{a:1} .x{a:2}", "<p style=\"a:2\" class=\"x\">")]
    [InlineData(".x{a:2} p{a:1}", "<p style=\"a:2\" class=\"x\">")]
    [InlineData(".x{a:1} .x{a:2}", "<p style=\"a:2\" class=\"x\">")]
    [InlineData("p{a:1!important} .x{a:2}", "<p style=\"a:1\" class=\"x\">")]
    [InlineData("p, .x{a:1} .x{b:2} p{a:3}", "<p style=\"a:1;b:2\" class=\"x\">")]
    [InlineData(".x{a:1;a:2} p{b:3}", "<p style=\"b:3;a:1;a:2\" class=\"x\">")]
    [InlineData("p{margin-left:1px} .x{margin:0}", "<p style=\"margin-left:1px;margin:0\" class=\"x\">")]
    public void The_cascade_decides(string css, string expected) => Inline(css, "<p class=\"x\">").ShouldBe(expected);

    [Fact]
    public void The_authors_own_style_wins_over_all_that_is_not_important()
    {
        Inline("p{a:1;b:2!important}", "<p style=\"a:3;b:4\">").ShouldBe("<p style=\"a:3;b:4;b:2\">");
        Inline("p{font-family:\"A B\"!important}", "<p style='a:3'>").ShouldBe("<p style='a:3;font-family:\"A B\"'>");
        Inline("p{font-family:\"A B\";background:url(a?b&c)}", "<p style='a:3'>").ShouldBe("<p style='font-family:\"A B\";background:url(a?b&amp;c);a:3'>");
    }

    [Fact]
    public void A_class_on_a_condition_is_left_to_the_head_with_what_it_overrides()
    {
        const string Css = ".row { color: red; padding: 0 } .last { padding-left: 1px } .other { color: blue }";

        Inline(Css, "<p class=\"row {% if forloop.last %}last{% endif %}\">").ShouldBe("<p style=\"color:red\" class=\"row {% if forloop.last %}last{% endif %}\">");
        Stays(Css, "<p class=\"row {% if forloop.last %}last{% endif %}\">").ShouldBe(".row { color: red; padding: 0 }\n.last { padding-left: 1px }\n");
        Inline(Css, "<p {% if a %}class=\"row\"{% endif %}>").ShouldBe("<p {% if a %}class=\"row\"{% endif %}>");
        Stays(Css, "<p {% if a %}class=\"row\"{% endif %}>").ShouldBe(".row { color: red; padding: 0 }\n");
        Stays(Css, "<p class=\"la{{ x }}\">").ShouldBe(".last { padding-left: 1px }\n");
        Stays(Css, "<p class=\"o{% if x %}ther{% endif %}\">").ShouldBe(".other { color: blue }\n");
        Stays(Css, "<p class=\"row {{ x }}\">").ShouldBe(Css.Replace(" .", "\n.", StringComparison.Ordinal) + "\n");
        Stays(Css, "<p class=\"row\" id=\"{{ x }}\">").ShouldBeEmpty();
    }

    [Fact]
    public void What_stands_in_an_element_of_one_branch_is_left_to_the_head()
    {
        const string Html = "{% if a %}<div class=\"a\">{% else %}<div class=\"b\">{% endif %}<p>x</p></div><div class=\"a\"><p>y</p></div>";

        Inline("p { color: red } .a p { color: blue; margin: 0 } .a { b: c }", Html)
            .ShouldBe("{% if a %}<div style=\"b:c\" class=\"a\">{% else %}<div class=\"b\">{% endif %}<p>x</p></div><div style=\"b:c\" class=\"a\"><p style=\"color:blue;margin:0\">y</p></div>");
        Stays("p { color: red } .a p { color: blue; margin: 0 } .a { b: c }", Html).ShouldBe("p { color: red }\n.a p { color: blue; margin: 0 }\n");
    }

    [Fact]
    public void Rules_across_sources_are_left_to_the_head_with_what_they_override()
    {
        const string Css = "p { color: red; margin: 0 } .card p { color: blue } .foot p { color: green }";
        var mail = InlinedMail.Create("<p>x</p>", "<html><div class=\"card\">{{ content }}</div><div class=\"foot\"><p>y</p></div></html>", Theme(Css));

        mail.Html.Text.ShouldBe("<p style=\"margin:0\">x</p>");
        mail.Layout!.Text.ShouldBe("<html><div class=\"card\">{{ content }}</div><div class=\"foot\"><p style=\"margin:0;color:green\">y</p></div></html>");
        mail.Styles.ShouldBe("p { color: red; margin: 0 }\n.card p { color: blue }\n");
    }

    [Fact]
    public async Task Parts_are_styled_and_what_they_need_stays()
    {
        var theme = Theme(
            ".a, .a:hover { color: red } .box p { margin: 0 }",
            ("EmailA", "<p class=\"a\">{{ Model.Text }}</p>"), ("EmailBox", "<div class=\"box\">{% shape \"EmailA\" %}</div>"));
        var mail = InlinedMail.Create("{% shape \"EmailA\" %}<p class=a>", null, theme);
        var part = mail.Parts!.In("en").Find("EmailA")!;

        (await part.RenderAsync(new Dictionary<string, object?>(), new LiquidContext("", null, default), TestContext.Current.CancellationToken))
            .ShouldBe("<p style=\"color:red\" class=\"a\"></p>");
        mail.Styles.ShouldBe(".a:hover { color: red }\n.box p { margin: 0 }\n");
        mail.Parts.ShouldBeSameAs(InlinedMail.Create("<b>", null, theme).Parts);
    }

    [Fact]
    public async Task The_templates_own_rules_come_behind_the_themes_and_hit_every_source()
    {
        var theme = Theme("p { a: 1; b: 1 }", ("EmailA", "<p>{{ x }}</p>"));
        var mail = InlinedMail.Create(
            "<style>p { a: 3 } p:hover { c: 1 }</style><p>x</p>",
            "<html><head><style>\np { a: 2; b: 2 }</style></head><body><p>{{ content }}</body></html>",
            theme);

        mail.Layout!.Text.ShouldBe("<html><head></head><body><p style=\"b:2;a:3\">{{ content }}</body></html>");
        mail.Html.Text.ShouldBe("<style>\np:hover { c: 1 }\n</style><p style=\"b:2;a:3\">x</p>");
        (await mail.Parts!.In("en").Find("EmailA")!.RenderAsync(new Dictionary<string, object?>(), new LiquidContext("", null, default), TestContext.Current.CancellationToken))
            .ShouldBe("<p style=\"b:2;a:3\"></p>");
        mail.Styles.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<style data-inline=\"off\">p{a:b}</style><p>")]
    [InlineData("<style media=\"(max-width:600px)\">p{a:b}</style><p>")]
    [InlineData("<style type=\"text/less\">p{a:b}</style><p>")]
    [InlineData("<style>p{a:{{ b }}}</style><p>")]
    [InlineData("{% if a %}<style>p{a:b}</style>{% endif %}<p>")]
    [InlineData("<!--[if mso]><style>p{a:b}</style><![endif]--><p>")]
    [InlineData("<style>p{a:b}")]
    public void Other_style_elements_stay_as_they_are(string html) => InlinedMail.Create(html, null, theme: null).Html.Text.ShouldBe(html);

    [Theory]
    [InlineData("{{ x | raw }}")]
    [InlineData("{% shape 'SomethingElse', a: 1 %}")]
    [InlineData("{% shape kind %}")]
    public void Where_html_of_no_source_is_printed_the_head_keeps_every_rule(string html) => Stays("p { a: b }", "<p>" + html).ShouldBe("p { a: b }\n");

    [Fact]
    public void Elements_of_the_head_take_no_style()
        => Inline(".a, title, head { b: c }", "<html><head><meta class=a><title>x</title></head><body class=a>")
            .ShouldBe("<html><head><meta class=a><title>x</title></head><body style=\"b:c\" class=a>");

    [Fact]
    public void Places_in_the_inlined_source_are_told_as_the_author_knows_them()
    {
        var inlined = InlinedMail.Create("<p>a</p>\n<p><p>{{ x }}", null, Theme("p{a:b}")).Html;
        var line = inlined.Text.Split('\n')[1];

        line.ShouldBe("<p style=\"a:b\"><p style=\"a:b\">{{ x }}");
        inlined.Original(2, line.IndexOf("{{", StringComparison.Ordinal) + 1).ShouldBe((2, 7));
        inlined.Original(2, line.IndexOf("a:b", StringComparison.Ordinal) + 1).ShouldBe((2, 3));
        inlined.Original(2, 1).ShouldBe((2, 1));
        inlined.Original(2, 0).ShouldBe((2, 0));
        inlined.Original(0, 0).ShouldBe((0, 0));
    }

    [Theory]
    [InlineData("<style>\n p { a: b }\n i { c: d }\n</style>\n<p>x</p><p>{{ x }}")]
    [InlineData("<style>\np { a: b }\n</style>{{ x }}<p>")]
    [InlineData("<style>p { a: b } @media print { p { a: c } } p:hover { a: c }</style>\n\n<p>{{ x }}")]
    [InlineData("<style>\n@media print { p { a: c } }\n\n\n\np { a: b }</style><p>{{ x }}\n{{ y }}")]
    public void Lines_that_styles_took_away_or_added_are_counted_as_the_author_has_them(string html)
    {
        var inlined = InlinedMail.Create(html, null, theme: null).Html;

        inlined.Text.ShouldNotBe(html);
        var (line, column) = PlaceOf(inlined.Text, "{{ x");
        inlined.Original(line, column).ShouldBe(PlaceOf(html, "{{ x"));
    }

    private static (int Line, int Column) PlaceOf(string text, string part)
    {
        var before = text[..text.IndexOf(part, StringComparison.Ordinal)];
        return (before.Split('\n').Length, before.Length - before.LastIndexOf('\n'));
    }
}
