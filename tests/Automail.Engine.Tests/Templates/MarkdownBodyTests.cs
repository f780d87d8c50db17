using Automail.Engine.Templates;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates;

public sealed class MarkdownBodyTests
{
    [Theory]
    [InlineData("# Hello {{ contact.firstName }}", "<h1>Hello {{ contact.firstName }}</h1>\n")]
    [InlineData("**{{ a_b_c }}** and _{{ d }}_", "<p><strong>{{ a_b_c }}</strong> and <em>{{ d }}</em></p>\n")]
    [InlineData("[Cart]({{ event.url | append: '?a=1&b=2' }})", "<p><a href=\"{{ event.url | append: '?a=1&b=2' }}\">Cart</a></p>\n")]
    [InlineData("![{{ n }}](/i/{{ sku }}.png)", "<p><img src=\"/i/{{ sku }}.png\" alt=\"{{ n }}\" /></p>\n")]
    [InlineData("Hi{% if a > 1 and b < 2 %} *you*{% endif %}.", "<p>Hi{% if a > 1 and b < 2 %} <em>you</em>{% endif %}.</p>\n")]
    [InlineData("| a | b |\n|---|---|\n| {{ x }} | {{ y }} |", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>{{ x }}</td>\n<td>{{ y }}</td>\n</tr>\n</tbody>\n</table>\n")]
    [InlineData("<div class=\"{{ c }}\">\n{{ d }}\n</div>", "<div class=\"{{ c }}\">\n{{ d }}\n</div>\n")]
    [InlineData("`{{ code }}` & <", "<p><code>{{ code }}</code> &amp; &lt;</p>\n")]
    public void Liquid_stands_where_it_stood(string markdown, string html) => MarkdownBody.ToHtml(markdown).ReplaceLineEndings("\n").ShouldBe(html);

    [Fact]
    public void A_tag_on_a_line_of_its_own_makes_no_paragraph_and_ends_a_list()
    {
        var html = MarkdownBody.ToHtml("Before\n{% for item in event.items %}\n- {{ item.name }}\n{% endfor %}\nAfter\n\n{% shape \"EmailButton\",\n   text: \"Go\" %}");

        html.ShouldBe("<p>Before</p>\n{% for item in event.items %}\n<ul>\n<li>{{ item.name }}</li>\n</ul>\n{% endfor %}\n<p>After</p>\n{% shape \"EmailButton\",\n   text: \"Go\" %}\n");
    }

    [Theory]
    [InlineData("{% comment %}\n# {{ not shown }} *x*\n{% endcomment %}\n")]
    [InlineData("{% raw %}\n# {{ as it is }} *x*\n{% endraw %}\n")]
    public void What_Liquid_leaves_alone_is_left_alone(string block) => MarkdownBody.ToHtml(block).ShouldBe(block);

    [Theory]
    [InlineData("    {% if a %}\n")]
    [InlineData("```\n{% if a %}\n```\n")]
    public void In_code_too(string markdown) => MarkdownBody.ToHtml(markdown).ShouldBe("<pre><code>{% if a %}\n</code></pre>\n");

    [Theory]
    [InlineData("{{ open")]
    [InlineData("{% if a")]
    [InlineData("{")]
    [InlineData("")]
    public void What_is_not_closed_is_left_to_Liquid(string markdown) => MarkdownBody.ToHtml(markdown).ShouldContain(markdown);

    [Fact]
    public void Liquid_that_Markdown_leaves_out_is_named()
        => Should.Throw<TemplateException>(() => MarkdownBody.ToHtml("``` code {% if x %}\ntext\n```\n")).Message.ShouldContain("'{% if x %}' stands where Markdown leaves it out");

    [Fact]
    public void Of_a_row_that_is_longer_than_its_table_no_Liquid_is_lost()
        => MarkdownBody.ToHtml("a | b\n- | -\n1 | {% if x %} | 2 | {{ y }} {% endif %}\n").ShouldSatisfyAllConditions(
            html => html.ShouldContain("{% if x %}"), html => html.ShouldContain("{{ y }} {% endif %}"));

    [Fact]
    public void Every_piece_of_Liquid_comes_back_once_and_in_order()
    {
        var piece = Gen.OneOfConst("{{ a | b: \"<&>\" }}", "{% if c > 1 %}", "{% endif %}", "*", "_", "\n", "\n\n", "- ", "# ", "[x](", ")", "<b>", "</b>", "    ", "|", "word", "`", "&lt;", "!");
        piece.List[0, 25].Sample(pieces =>
        {
            var source = string.Concat(pieces);
            try
            {
                Liquid(MarkdownBody.ToHtml(source)).ShouldBe(Liquid(source));
            }
            catch (TemplateException e)
            {
                // Behind the marks of a block of code, where CommonMark keeps no more than a word.
                source.ShouldContain("```");
                e.Message.ShouldContain("leaves it out");
            }
        }, iter: 5_000);

        static string Liquid(string text) => string.Join('\n', System.Text.RegularExpressions.Regex.Matches(text, @"\{\{ a \|.*?\}\}|\{% .*? %\}").Select(match => match.Value));
    }

    [Fact]
    public void A_hostile_body_is_refused_or_read_in_no_time()
    {
        var deep = Should.Throw<TemplateException>(() => MarkdownBody.ToHtml(string.Concat(Enumerable.Repeat("> ", 20_000)) + "x"));

        deep.Message.ShouldContain("Markdown");
        MarkdownBody.ToHtml(string.Concat(Enumerable.Repeat("{{", 200_000))).Length.ShouldBeGreaterThan(400_000);
    }
}
