using System.Net;
using System.Text.RegularExpressions;
using Automail.Engine.Templates;
using Automail.Engine.Templates.Html;
using Automail.Engine.Tracking;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates;

public sealed partial class LinkRewriterTests
{
    private static readonly TokenProtector Tokens = new(new byte[32]);

    private static readonly MailRenderOptions Tracked = new()
    {
        Liquid = new LiquidContext("en", null, default),
        SendId = "00112233445566778899aabbccddeeff",
        Links = new MailLinks("https://t.example"),
        SiteUrl = "https://shop.example/base",
    };

    private static string Rewrite(string html, bool track = true)
        => LinkRewriter.Rewrite(html, Urls(track), preheader: null);

    internal static MailUrls Urls(bool track) => new(Tokens, Tracked with { TrackLinks = track });

    [Theory]
    [InlineData("/a?x=1&amp;y=2", "https://shop.example/a?x=1&y=2")]
    [InlineData("a/b", "https://shop.example/base/a/b")]
    [InlineData("../a", "https://shop.example/a")]
    [InlineData("?q=1", "https://shop.example/base/?q=1")]
    [InlineData("//cdn.example/a", "https://cdn.example/a")]
    [InlineData("https://other.example/a&#x2F;b", "https://other.example/a/b")]
    [InlineData("  https://other.example/a b\n", "https://other.example/a%20b")]
    [InlineData("HTTPS://other.example/#part", "HTTPS://other.example/#part")]
    [InlineData("https://other.example/?a=1&copy=2", "https://other.example/?a=1&copy=2")]
    [InlineData("https://bücher.example/é", "https://bücher.example/é")]
    public void Links_are_made_absolute_and_tracked(string href, string target)
    {
        foreach (var tag in (string[])[$"<a href=\"{href}\">", $"<A\nclass=x HREF = '{href}' title=\"a>b\">", $"<area href=\"{href}\" />"])
        {
            var click = Click().Match(Rewrite(tag));

            Tokens.Unprotect(click.Groups[1].Value)!.Url.ShouldBe(target);
        }
    }

    [Theory]
    [InlineData("mailto:a@b.example?subject=x&amp;body=y")]
    [InlineData("tel:+31201234567")]
    [InlineData("sms:+31201234567")]
    [InlineData("#part")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("cid:image1")]
    [InlineData("https://t.example/automail/unsubscribe/x")]
    [InlineData("https://t.example/automail/preferences/x")]
    [InlineData("https://T.example/AUTOMAIL/c/x")]
    [InlineData("https:///nowhere")]
    [InlineData("http:relative")]
    public void Some_links_stay_as_they_are(string href)
        => Rewrite($"<p><a href=\"{href}\" style='x'>a</a>").ShouldBe($"<p><a href=\"{href}\" style='x'>a</a>");

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("JavaScript&#58;alert(1)")]
    [InlineData("\u0001 java\tscript:alert(1)")]
    [InlineData("java&#10;script:alert(1)")]
    [InlineData("vbscript:x")]
    [InlineData("data:text/html,x")]
    public void Scripts_lead_nowhere(string href) => Rewrite($"<a href=\"{href}\">a</a>").ShouldBe("<a href=\"#\">a</a>");

    [Theory]
    [InlineData("<a data-track=\"off\" href=\"/a\">", "<a href=\"https://shop.example/a\">")]
    [InlineData("<a href=/a data-track=off>", "<a href=\"https://shop.example/a\">")]
    [InlineData("<a href='/a' DATA-TRACK=' OFF '/>", "<a href=\"https://shop.example/a\"/>")]
    [InlineData("<a data-track='off'href='https://a.example/'>", "<a href='https://a.example/'>")]
    [InlineData("<td data-track=\"off\">", "<td>")]
    public void An_author_can_turn_tracking_off(string html, string expected) => Rewrite(html).ShouldBe(expected);

    [Fact]
    public void The_mark_for_tracking_goes_in_any_case()
        => Click().Replace(Rewrite("<a data-track=\"on\" href=\"/a\">"), "T").ShouldBe("<a href=\"T\">");

    [Theory]
    [InlineData("<img src=\"/i.png\" alt=x>", "<img src=\"https://shop.example/i.png\" alt=x>")]
    [InlineData("<img src=i.png>", "<img src=\"https://shop.example/base/i.png\">")]
    [InlineData("<img src=https://a.example/i.png>", "<img src=https://a.example/i.png>")]
    [InlineData("<img src=\"data:image/png;base64,AA==\">", "<img src=\"data:image/png;base64,AA==\">")]
    [InlineData("<td background='/b.png'>", "<td background=\"https://shop.example/b.png\">")]
    [InlineData("<link rel=stylesheet href=/a.css>", "<link rel=stylesheet href=\"https://shop.example/a.css\">")]
    [InlineData("<form action=\"/search\">", "<form action=\"https://shop.example/search\">")]
    public void What_is_loaded_is_absolute_and_never_tracked(string html, string expected) => Rewrite(html).ShouldBe(expected);

    [Fact]
    public void Long_links_stay_untracked()
    {
        var html = $"<a href=\"https://shop.example/{new string('x', 2000)}\">";

        Rewrite(html).ShouldBe(html);
    }

    [Fact]
    public void A_rewritten_value_is_encoded()
        => Rewrite("<a href='/a?q=\"&lt;b>&amp;c'>", track: false).ShouldBe("<a href=\"https://shop.example/a?q=&quot;&lt;b&gt;&amp;c\">");

    [Fact]
    public void Outlooks_conditional_comments_are_rewritten_inside()
    {
        var html = Rewrite("<!--[if mso]><v:roundrect href=\"/a\"><![endif]--><!--[if !mso]><!--><a href=\"/a\">x</a><!--<![endif]--><!-- <a href=\"/b\"> -->");

        Click().Replace(html, "T").ShouldBe(
            "<!--[if mso]><v:roundrect href=\"T\"><![endif]--><!--[if !mso]><!--><a href=\"T\">x</a><!--<![endif]--><!-- <a href=\"/b\"> -->");
    }

    [Theory]
    [InlineData("<style>a[href=\"/x\"] {} </p> <a href=\"/a\"> </style>")]
    [InlineData("<script>'<a href=\"/a\">'</script>")]
    [InlineData("<title><a href=\"/a\"></title>")]
    [InlineData("<a href=\"/a")]
    [InlineData("<a href=/a")]
    [InlineData("<a")]
    [InlineData("a < b <3 <> </> <! <? <!-")]
    [InlineData("<!-- <a href=\"/a\">")]
    [InlineData("<!--[if mso]><a href=--><title><a href=\"/a\"></title>")]
    public void What_is_no_tag_stays_byte_for_byte(string html) => Rewrite(html).ShouldBe(html);

    // The letters of markup, so that random text is full of broken tags.
    private static readonly string[] Pieces =
    [
        "<", ">", "</", "/>", "\"", "'", "=", " ", "\n", "&", ";", "&amp;", "&#x3C;", "<!--", "-->", "<!--[if mso]>", "<![endif]-->", "<!", "<?", "!",
        "a", "<a href=", "<a href=\"", "</a>", "<style>", "</style>", "<script", "</script>", "<title>", "<li>", "<ul>", "</ul>", "<ol>", "</ol>", "<h1>", "</h1>",
        "<table>", "</table>", "<table role=table>", "<th>", "<tr>", "<td>", "<td colspan=3 align=right>", "<pre>", "</pre>", "<div hidden>", "</div>", "<br>", "<p style=\"display: none\">", "data-track=off", "/x", "https://a.example/",
        "javascript:", "<img alt='x' src=", "<body>", "é", "\u200b", "\u00a0", "😀", "\ud83d", "<blockquote>", "<h2>", "href", "word",
    ];

    internal static readonly Gen<string> Markup = Gen.Int[0, Pieces.Length - 1].Array[0, 40].Select(parts => string.Concat(parts.Select(i => Pieces[i])));

    [Fact]
    public void Broken_markup_never_throws_nor_loses_anything()
        => Markup.Sample(
            html =>
            {
                var rewritten = Rewrite(html, track: false);

                // Without links to change, nothing changes.
                if (!html.Contains("href", StringComparison.Ordinal) && !html.Contains("src", StringComparison.Ordinal) && !html.Contains("data-track", StringComparison.Ordinal))
                {
                    rewritten.ShouldBe(html);
                }

                // What was done once needs not be done again.
                Rewrite(rewritten, track: false).ShouldBe(rewritten);
            },
            iter: 20_000);

    [Fact]
    public void The_pieces_of_a_document_make_it_up()
        => Markup.Sample(
            html =>
            {
                var tokens = new HtmlTokenizer(html);
                var end = 0;
                while (tokens.Read())
                {
                    tokens.Start.ShouldBe(end);
                    tokens.End.ShouldBeGreaterThan(tokens.Start);
                    end = tokens.End;
                }

                end.ShouldBe(html.Length);
            },
            iter: 20_000);

    [Theory]
    [InlineData("<a href=\"")]
    [InlineData("<")]
    [InlineData("<a ")]
    [InlineData("<!--")]
    [InlineData("<!--[if mso]>")]
    [InlineData("<style>")]
    [InlineData("<title></titl")]
    [InlineData("<ul><li>")]
    [InlineData("</ol>")]
    [InlineData("<ul></ol>")]
    [InlineData("<div hidden>")]
    [InlineData("<h1>a")]
    [InlineData("&")]
    [InlineData("a'=\"")]
    [InlineData("<a a='")]
    [InlineData("<blockquote>x")]
    [InlineData("<table>")]
    [InlineData("<table role=table>a")]
    [InlineData("<table role=table><td>a</table>")]
    [InlineData("<th colspan=20>")]
    public void A_megabyte_of_malice_takes_linear_time(string piece)
    {
        // What is quadratic would not end within the suite's patience.
        var html = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));

        Rewrite(html, track: false).Length.ShouldBeGreaterThanOrEqualTo(html.Length);
        TextPart.FromHtml(html).ShouldEndWith("\n");
    }

    [Fact]
    public void Every_written_link_survives_the_way_through_html()
        => Gen.String[Gen.Char[' ', '\u017f'], 0, 60].Sample(path =>
        {
            var html = Rewrite($"<a href=\"{WebUtility.HtmlEncode("/" + path)}\">", track: false);

            var written = ("/" + path).TrimEnd(' ').Replace(" ", "%20", StringComparison.Ordinal);
            WebUtility.HtmlDecode(Href().Match(html).Groups[1].Value).ShouldBe(path.StartsWith('/') ? "https:" + written : "https://shop.example" + written);
        });

    [GeneratedRegex("https://t\\.example/automail/c/([\\w-]+)")]
    private static partial Regex Click();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Href();
}
