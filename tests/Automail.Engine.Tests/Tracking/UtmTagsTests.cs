using Automail.Engine.Templates;
using Automail.Engine.Templates.Html;
using Automail.Engine.Tracking;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Tracking;

public sealed class UtmTagsTests
{
    private const string All = "utm_source=shop&utm_medium=email&utm_campaign=welcome";

    private static readonly TokenProtector Tokens = new(new byte[32]);

    private static readonly UtmTags Tags = new("shop", Campaign: "welcome");

    private static readonly MailRenderOptions Options = new()
    {
        Liquid = new LiquidContext("en", null, default),
        SendId = "00112233445566778899aabbccddeeff",
        Links = new MailLinks("https://shop.example"),
        Utm = Tags,
        TrackLinks = false,
    };

    [Theory]
    [InlineData("https://shop.example", $"https://shop.example?{All}")]
    [InlineData("https://shop.example/a", $"https://shop.example/a?{All}")]
    [InlineData("https://shop.example/a?", $"https://shop.example/a?{All}")]
    [InlineData("https://shop.example/a?b=1", $"https://shop.example/a?b=1&{All}")]
    [InlineData("https://shop.example/a?b=1&", $"https://shop.example/a?b=1&{All}")]
    [InlineData("https://shop.example/a#c?d", $"https://shop.example/a?{All}#c?d")]
    [InlineData("https://shop.example/a?b=%20x+y;z#c", $"https://shop.example/a?b=%20x+y;z&{All}#c")]
    [InlineData("https://shop.example/a?utm_campaign=own#c", "https://shop.example/a?utm_campaign=own&utm_source=shop&utm_medium=email#c")]
    [InlineData("https://shop.example/a?UTM%5FSource=own&b", "https://shop.example/a?UTM%5FSource=own&b&utm_medium=email&utm_campaign=welcome")]
    [InlineData("https://shop.example/a?utm_source", "https://shop.example/a?utm_source&utm_medium=email&utm_campaign=welcome")]
    [InlineData("https://shop.example/utm_source=x?my_utm_source=y", $"https://shop.example/utm_source=x?my_utm_source=y&{All}")]
    public void Tags_stand_at_the_end_of_the_query(string url, string expected) => Tags.AddTo(url).ShouldBe(expected);

    [Fact]
    public void A_link_with_all_tags_stays_as_it_is()
        => Tags.AddTo("https://shop.example/?utm_medium=&utm_campaign=b&utm_source=c#d").ShouldBe("https://shop.example/?utm_medium=&utm_campaign=b&utm_source=c#d");

    [Fact]
    public void Values_are_encoded_and_empty_ones_left_out()
        => new UtmTags("a&b=c#d é", "", "\U0001F600").AddTo("https://shop.example/").ShouldBe("https://shop.example/?utm_source=a%26b%3Dc%23d%20%C3%A9&utm_campaign=%F0%9F%98%80");

    [Fact]
    public void The_campaign_is_the_journey_else_the_template_unless_one_is_set()
    {
        new UtmTags("shop").For("cart-recovery", "cart-1").Campaign.ShouldBe("cart-recovery");
        new UtmTags("shop").For("", "cart-1").Campaign.ShouldBe("cart-1");
        new UtmTags("shop").For(null, "cart-1").Campaign.ShouldBe("cart-1");
        new UtmTags("shop", Campaign: "spring").For("cart-recovery", "cart-1").Campaign.ShouldBe("spring");
    }

    private static readonly Gen<string> Part = Gen.OneOf(
        Gen.OneOfConst("", "a", "b=1", "utm_source=x", "utm_medium", "utm_campaign=%20", "%75tm_source=1", "&", "=", "?", "/", "a=b=c", "+", "%C3%A9"),
        Gen.String[Gen.Char['!', '~'].Where(c => c is not ('#' or '?' or '\\')), 0, 8]);

    [Fact]
    public void Whatever_else_a_link_has_survives()
        => Gen.Select(Part, Part.Array[0, 5], Part, Gen.Bool, Gen.Bool, Gen.String[Gen.Char[' ', '\u2fff'], 1, 20]).Sample((path, query, fragment, hasQuery, hasFragment, value) =>
        {
            var url = "https://shop.example/" + path.Replace('?', 'q') + (hasQuery ? "?" + string.Join('&', query) : "") + (hasFragment ? "#" + fragment : "");
            var tags = new UtmTags("shop", value, "welcome");

            var tagged = tags.AddTo(url);

            var (before, oldQuery, oldFragment) = Split(url);
            var (after, newQuery, newFragment) = Split(tagged);
            after.ShouldBe(before);
            newFragment.ShouldBe(oldFragment);
            newQuery.StartsWith(oldQuery, StringComparison.Ordinal).ShouldBeTrue();
            foreach (var (name, wanted) in ((string, string)[])[("utm_source", "shop"), ("utm_medium", value), ("utm_campaign", "welcome")])
            {
                var old = Values(oldQuery, name);
                Values(newQuery, name).ShouldBe(old.Count > 0 ? old : [wanted]);
            }

            tags.AddTo(tagged).ShouldBe(tagged);
        });

    [Theory]
    [InlineData("<a href=\"/a?b=1&amp;c=2#d\">", "<a href=\"https://shop.example/a?b=1&amp;c=2&amp;utm_source=shop&amp;utm_medium=email&amp;utm_campaign=welcome#d\">")]
    [InlineData("<a href='HTTPS://SHOP.EXAMPLE/a'>", "<a href=\"HTTPS://SHOP.EXAMPLE/a?utm_source=shop&amp;utm_medium=email&amp;utm_campaign=welcome\">")]
    [InlineData("<a href=\"https://shop.example:8443/\">", "<a href=\"https://shop.example:8443/?utm_source=shop&amp;utm_medium=email&amp;utm_campaign=welcome\">")]
    [InlineData("<a href=\"/a\" data-track=\"off\">", "<a href=\"https://shop.example/a?utm_source=shop&amp;utm_medium=email&amp;utm_campaign=welcome\">")]
    [InlineData("<a href=\"/a\" data-utm=\"off\">", "<a href=\"https://shop.example/a\">")]
    [InlineData("<a DATA-UTM=' Off 'href=https://shop.example/a>", "<a href=https://shop.example/a>")]
    [InlineData("<a data-utm=on href=https://shop.example/?utm_source=a&utm_medium=b&utm_campaign=c>", "<a href=https://shop.example/?utm_source=a&utm_medium=b&utm_campaign=c>")]
    [InlineData("<a href=\"https://elsewhere.example/a\">", "<a href=\"https://elsewhere.example/a\">")]
    [InlineData("<a href=\"https://www.shop.example/a\">", "<a href=\"https://www.shop.example/a\">")]
    [InlineData("<a href=\"https://shop.example@elsewhere.example/a\">", "<a href=\"https://shop.example@elsewhere.example/a\">")]
    [InlineData("<a href=\"https://shop.example/automail/unsubscribe/x\">", "<a href=\"https://shop.example/automail/unsubscribe/x\">")]
    [InlineData("<a href=\"mailto:a@shop.example\">", "<a href=\"mailto:a@shop.example\">")]
    [InlineData("<a href=\"#top\">", "<a href=\"#top\">")]
    [InlineData("<img src=\"https://shop.example/a.png\">", "<img src=\"https://shop.example/a.png\">")]
    [InlineData("<link href=\"https://shop.example/a.css\">", "<link href=\"https://shop.example/a.css\">")]
    public void Links_that_people_follow_to_the_site_itself_get_them(string html, string expected) => Rewrite(html, Options).ShouldBe(expected);

    [Fact]
    public void They_are_inside_the_click_token()
    {
        var html = Rewrite("<a href=\"/a#b\">", Options with { TrackLinks = true });

        var token = html["<a href=\"https://shop.example/automail/c/".Length..^"\">".Length];
        Tokens.Unprotect(token)!.Url.ShouldBe($"https://shop.example/a?{All}#b");
    }

    [Fact]
    public void A_link_that_they_would_make_too_long_to_be_tracked_goes_without()
    {
        var url = "https://shop.example/" + new string('x', ClickTarget.MaxBytes - 30);

        Rewrite($"<a href=\"{url}\">", Options).ShouldBe($"<a href=\"{url}\">");
    }

    [Fact]
    public void Without_tags_only_the_mark_goes()
        => Rewrite("<a data-utm=\"off\" href=\"https://shop.example/\">", Options with { Utm = null }).ShouldBe("<a href=\"https://shop.example/\">");

    private static string Rewrite(string html, MailRenderOptions options) => LinkRewriter.Rewrite(html, new MailUrls(Tokens, options), preheader: null);

    private static (string Before, string Query, string Fragment) Split(string url)
    {
        var hash = url.IndexOf('#') is >= 0 and var at ? at : url.Length;
        var mark = url.IndexOf('?', 0, hash) is >= 0 and var question ? question : hash;
        return (url[..mark], url[Math.Min(mark + 1, hash)..hash], url[hash..]);
    }

    private static List<string> Values(string query, string name)
        => [.. query.Split('&').Select(parameter => parameter.Split('=', 2)).Where(pair => Uri.UnescapeDataString(pair[0]).Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair.Length < 2 ? "" : Uri.UnescapeDataString(pair[1]))];
}
