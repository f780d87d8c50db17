using Automail.Engine.Templates.Html;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates;

public sealed class TextPartTests
{
    [Theory]
    [InlineData("", "\n")]
    [InlineData("Hello", "Hello\n")]
    [InlineData("  a\n\t b  ", "a b\n")]
    [InlineData("<p>a</p><p>b</p>", "a\n\nb\n")]
    [InlineData("<p>a<p>b", "a\n\nb\n")]
    [InlineData("<div>a</div><div>b</div>", "a\nb\n")]
    [InlineData("a<br>b<br><br/>c<br><br><br><br>d", "a\nb\n\nc\n\nd\n")]
    [InlineData("<b>bo</b>ld and <i>it</i>, <u>so</u>.", "bold and it, so.\n")]
    [InlineData("a<!-- b -->c<!DOCTYPE x>d", "acd\n")]
    [InlineData("<head><title>T</title><style>p {}</style></head><body>a<script>b()</script></body>", "a\n")]
    [InlineData("Fish &amp; chips &lt;3 &euro;&nbsp;5 &#x2713; &unknown;", "Fish & chips <3 € 5 ✓ &unknown;\n")]
    [InlineData("<h1>Big news</h1>text<h2>Small</h2><h3>Tiny</h3>end", "Big news\n========\n\ntext\n\nSmall\n-----\n\nTiny\n\nend\n")]
    [InlineData("<h1></h1>a<h1> </h1>", "a\n")]
    [InlineData("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc\n")]
    [InlineData("x<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>", "x\n\n1. a\n   - b\n   - c\n2. d\n")]
    [InlineData("<li><p>a</p><p>b</p></li>", "- a\n\n  b\n")]
    [InlineData("<table><tr><th>Item<th>Price<tr><td>Mug</td><td>5</td></tr></table>", "Item  Price\nMug   5\n")]
    [InlineData("<table role=presentation><tr><td>Mug</td><td>5</td><tr><td>Teapot</td><td>6</td></table>", "Mug  5\nTeapot  6\n")]
    [InlineData("a<table role=table><tr><td><img alt=''></td><td><a href='https://a.example/'>Mug</a> &times; 2</td><td align=right>5.00</td></tr><tr><td></td><td>Teapot</td><td align=right>16.00</td></tr><tr><td colspan=2>Total</td><td align=right>21.00</td></tr></table>b",
        "a\n\nMug × 2   5.00\n  (https://a.example/)\nTeapot   16.00\nTotal    21.00\n\nb\n")]
    [InlineData("<table><caption>Prices</caption><tr><th>A<td>B", "Prices\nA  B\n")]
    [InlineData("<table role=table><tr><td>a<table><tr><td>b</table>c</table>d", "a\n\nb\n\nc\n\nd\n")]
    [InlineData("<table role=table><tr><td>a</table></table>b", "a\n\nb\n")]
    [InlineData("<table role=table><tr><td colspan=9999999999>a<td colspan=9999>b<td>c</table>", "a  b\n")]
    [InlineData("<table><tr><td></td><td>only</td></tr></table>", "only\n")]
    [InlineData("<blockquote>a<br>b</blockquote>c", "> a\n> b\n\nc\n")]
    [InlineData("a<hr>b", "a\n\n----------------------------------------\n\nb\n")]
    [InlineData("<pre>a  b\n  c</pre>d", "a  b\n  c\n\nd\n")]
    [InlineData("a <img src=x alt=\"a &quot;mug&quot;\"> b <img src=y> c", "a a \"mug\" b c\n")]
    [InlineData("<div style=\"color:red; DISPLAY : none\">x<div>y</div>z</div>a<p hidden>b</p>c<img alt=x hidden>", "ac\n")]
    [InlineData("soft\u00ADhyphen zero\u200Bwidth\uFEFF", "softhyphen zerowidth\n")]
    [InlineData("a\u0007b\u0000c", "abc\n")]
    [InlineData("<p>&nbsp;</p><p>a</p>", "a\n")]
    public void Reads_well(string html, string text) => TextPart.FromHtml(html).ShouldBe(text);

    [Theory]
    [InlineData("<a href=\"https://a.example/\">Go</a>.", "Go (https://a.example/).\n")]
    [InlineData("See <a href='https://a.example/?a=1&amp;b=2'>the <b>mug</b> </a> now", "See the mug (https://a.example/?a=1&b=2) now\n")]
    [InlineData("<a href=\"https://a.example/\">https://a.example/</a>", "https://a.example/\n")]
    [InlineData("<a href=\"https://a.example/\"></a>", "https://a.example/\n")]
    [InlineData("<a href=\"https://a.example/\"><img src=x alt=Mug></a>", "Mug (https://a.example/)\n")]
    [InlineData("<a href=\"mailto:a%2Bb@c.example?subject=x\">Write</a> <a href=mailto:a@b.example>a@b.example</a>", "Write (a+b@c.example) a@b.example\n")]
    [InlineData("<a href=\"tel:+31\">Call</a>", "Call (+31)\n")]
    [InlineData("<a href=\"#top\">Top</a> <a name=x>anchor</a> <a>none</a>", "Top anchor none\n")]
    [InlineData("<a href=\"https://a.example/\">a<a href=\"https://b.example/\">b", "a (https://a.example/)b (https://b.example/)\n")]
    [InlineData("<a href=\"https://a.example/\"><table><tr><td>Button</td></tr></table></a>", "Button (https://a.example/)\n")]
    public void Links_name_their_address(string html, string text) => TextPart.FromHtml(html).ShouldBe(text);

    [Fact]
    public void Lines_are_wrapped_at_78_and_addresses_are_not_broken()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 60));
        var address = "https://a.example/" + new string('x', 200);
        var lines = TextPart.FromHtml($"<ul><li>{words} <a href=\"{address}\">there</a> {words}</li></ul>").Split('\n');

        lines.Where(line => !line.Contains(address, StringComparison.Ordinal)).ShouldAllBe(line => line.Length <= 78);
        lines.ShouldContain($"  ({address})");
        lines[0].ShouldStartWith("- word word");
        lines[1].ShouldStartWith("  word word");
        lines[0].Length.ShouldBeGreaterThan(70);
    }

    [Fact]
    public void Wide_tables_are_folded_in_their_widest_column()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 30));
        var lines = TextPart.FromHtml($"<table role=table><tr><td>{words}</td><td align=right>5.00</td></tr></table>").Split('\n');

        lines.ShouldAllBe(line => line.Length <= 78);
        lines[0].ShouldEndWith("word     5.00");
        lines[1].ShouldStartWith("word word");
        string.Join(' ', lines).Split("word").Length.ShouldBe(31);
    }

    [Fact]
    public void Long_headings_are_underlined_as_far_as_they_reach()
    {
        var lines = TextPart.FromHtml($"<h1>{string.Join(' ', Enumerable.Repeat("word", 30))}</h1>").Split('\n');

        lines[^2].ShouldBe(new string('=', lines.Max(line => line.TrimEnd('=').Length)));
    }

    [Fact]
    public void Broken_markup_always_gives_text()
        => CsCheck.Check.Sample(
            LinkRewriterTests.Markup,
            html =>
            {
                var text = TextPart.FromHtml(html);

                text.ShouldEndWith("\n");
                text.ShouldNotContain("\n\n\n");
                text.AsSpan().ContainsAny('\r', '\0', '\u200b').ShouldBeFalse();
            },
            iter: 20_000);

    [Fact]
    public void The_text_that_reads_along_while_links_are_rewritten_is_that_of_the_rewritten_document()
        => CsCheck.Check.Sample(
            LinkRewriterTests.Markup,
            html =>
            {
                var along = new TextPart(html.Length);

                var rewritten = LinkRewriter.Rewrite(html, LinkRewriterTests.Urls(track: true), preheader: "Soon", along);

                along.Finish().ShouldBe(TextPart.FromHtml(rewritten));
            },
            iter: 20_000);
}
