using Automail.Engine.Templates;
using Automail.Engine.Tracking;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates;

public sealed class MailRendererTests
{
    private const string SendId = "00112233445566778899aabbccddeeff";

    private static readonly TokenProtector Tokens = new(new byte[32]);

    private static readonly MailTemplate Template = new()
    {
        Name = "welcome",
        Version = "1",
        Subject = "Hello {{ contact.name }}",
        Preheader = "For {{ contact.name }}",
        Purpose = "marketing",
        Html = "<p>Dear {{ contact.name }}, <a href=\"/mugs\">mugs</a>!</p>",
        Layout = "<html><body class=\"x\">{{ content }}<a href=\"{{ unsubscribe_url }}\">out</a> <a href=\"{{ preferences_url }}\">choose</a></body></html>",
        From = "Shop <shop@shop.example>",
    };

    private static readonly MailRenderOptions Options = new()
    {
        Liquid = new LiquidContext("en", null, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
        SendId = SendId,
        Links = new MailLinks("https://shop.example"),
        TrackLinks = false,
    };

    private readonly PathsOnlyLiquid _liquid = new();

    private MailRenderer Renderer => field ??= new MailRenderer(_liquid, Tokens);

    private static Dictionary<string, object?> Named(string name)
        => new() { ["contact"] = new Dictionary<string, object?> { ["name"] = name } };

    private Task<RenderedMail> Render(MailTemplate template, string name = "Ada", MailRenderOptions? options = null)
        => Renderer.RenderAsync(template, Named(name), options ?? Options, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Renders_every_part()
    {
        var mail = await Render(Template);
        var unsubscribe = "https://shop.example/automail/unsubscribe/" + Tokens.Protect(new TokenContent(TokenKind.Unsubscribe, SendId));
        var preferences = "https://shop.example/automail/preferences/" + Tokens.Protect(new TokenContent(TokenKind.Preferences, SendId));

        mail.Subject.ShouldBe("Hello Ada");
        mail.From.ShouldBe("Shop <shop@shop.example>");
        mail.Html.ShouldBe(
            "<html><body class=\"x\"><div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all\">For Ada</div>"
            + "<p>Dear Ada, <a href=\"https://shop.example/mugs\">mugs</a>!</p>"
            + $"<a href=\"{unsubscribe}\">out</a> <a href=\"{preferences}\">choose</a></body></html>");
        mail.Text.ShouldBe($"Dear Ada, mugs (https://shop.example/mugs)!\n\nout\n({unsubscribe})\nchoose\n({preferences})\n");
    }

    [Theory]
    [InlineData("ar-EG", "en", "he", "ar-EG rtl")]
    [InlineData(null, "he", "en", "he rtl")]
    [InlineData(null, "en", "ar", "en ltr")]
    [InlineData(null, null, "ar", "ar rtl")]
    [InlineData("no such language", "en", "en", "no such language ltr")]
    public async Task Knows_the_language_it_is_written_in_and_its_direction(string? template, string? site, string reader, string expected)
    {
        var options = Options with { SiteLocale = site, Liquid = Options.Liquid with { Locale = reader } };

        var mail = await Render(Template with { Locale = template, Subject = "{{ language }} {{ direction }} {{ purpose }}" }, options: options);

        mail.Subject.ShouldBe(expected + " marketing");
    }

    [Fact]
    public async Task Follows_links_through_the_click_endpoint_except_its_own()
    {
        var mail = await Render(Template, options: Options with { TrackLinks = true });
        var click = "https://shop.example/automail/c/" + Tokens.Protect(new TokenContent(TokenKind.Click, SendId, "https://shop.example/mugs"));

        mail.Html.ShouldContain($"<a href=\"{click}\">mugs</a>");
        mail.Html.ShouldContain("<a href=\"https://shop.example/automail/unsubscribe/");
        mail.Html.ShouldContain("<a href=\"https://shop.example/automail/preferences/");
        mail.Text.ShouldContain($"({click})");
    }

    [Fact]
    public async Task Other_peoples_text_is_encoded_in_html_and_one_line_in_the_subject()
    {
        const string Hostile = "<script>alert(1)</script>\r\nBcc: all@mail.example\u2028\u202Etxt & {{ contact.name }}";
        var mail = await Render(Template, Hostile);

        mail.Subject.ShouldBe("Hello <script>alert(1)</script> Bcc: all@mail.example \u202Etxt & {{ contact.name }}");
        mail.Html.ShouldNotContain("<script");
        mail.Html.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        mail.Text.ShouldContain("Dear <script>alert(1)</script>");
    }

    [Fact]
    public async Task Knows_its_page_in_a_browser_which_is_not_tracked()
    {
        var template = Template with { Html = "<a href=\"{{ view_url }}\">view</a>", Text = "[{{ view_url }}]", Layout = null };
        var page = "https://shop.example/automail/view/" + Tokens.Protect(new TokenContent(TokenKind.View, SendId));

        var mail = await Render(template, options: Options with { TrackLinks = true });
        var preview = await Render(template, options: Options with { CanBeViewed = false });

        mail.Html.ShouldContain($"<a href=\"{page}\">view</a>");
        mail.Text.ShouldBe($"[{page}]");
        preview.Text.ShouldBe("[]");
    }

    [Theory]
    [InlineData("a\tb", "a b")]
    [InlineData("  a \r\n\r\n b  c ", "a b  c")]
    [InlineData("\n\n", "")]
    [InlineData("a\u0085b\u0000", "a b")]
    [InlineData("👋🏽 hello", "👋🏽 hello")]
    public async Task Subjects_are_one_line(string subject, string expected)
        => (await Render(Template with { Subject = "{{ contact.name }}" }, subject)).Subject.ShouldBe(expected);

    [Fact]
    public async Task A_subject_of_spaces_alone_is_quick()
        => (await Render(Template with { Subject = "{{ contact.name }}" }, "a" + new string(' ', 300_000) + "b\n")).Subject.Length.ShouldBe(300_002);

    [Fact]
    public async Task A_layout_that_prints_the_preheader_gets_no_second_one()
    {
        var mail = await Render(Template with { Layout = "<body><div style='display:none'>{{ preheader }}</div>{{ content }}</body>" }, "<b>");

        mail.Html.ShouldStartWith("<body><div style='display:none'>For &lt;b&gt;</div><p>");
        mail.Text.ShouldStartWith("Dear <b>");
    }

    [Fact]
    public async Task Without_a_preheader_nothing_is_hidden()
        => (await Render(Template with { Preheader = null })).Html.ShouldStartWith("<html><body class=\"x\"><p>");

    [Fact]
    public async Task Without_a_layout_a_fragment_becomes_a_document_and_a_document_stays()
    {
        var fragment = await Render(Template with { Layout = null, Preheader = null }, "<i>");
        fragment.Html.ShouldStartWith("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        fragment.Html.ShouldContain("<title>Hello &lt;i&gt;</title>");
        fragment.Text.ShouldStartWith("Dear <i>, mugs");

        const string Document = "<!doctype html><html><body>Hi</body></html>";
        (await Render(Template with { Version = "2", Layout = null, Preheader = null, Html = Document })).Html.ShouldBe(Document);
    }

    [Fact]
    public async Task The_authors_own_text_is_not_encoded()
        => (await Render(Template with { Text = "Hi {{ contact.name }}\r\n{{ subject }} {{ unsubscribe_url }}\n" }, "A & B")).Text
            .ShouldStartWith("Hi A & B\nHello A & B https://shop.example/automail/unsubscribe/");

    [Fact]
    public async Task The_body_cannot_be_faked_by_a_value()
        => (await Render(Template with { Html = "{{ contact.name }}" }, "{{ content }}")).Html.ShouldContain("{{ content }}<a");

    [Fact]
    public async Task A_layout_without_the_body_is_an_error()
    {
        var error = await Should.ThrowAsync<TemplateException>(() => Render(Template with { Layout = "<body></body>" }));

        error.Message.ShouldBe("welcome, layout: the layout does not print {{ content }}.");
    }

    [Fact]
    public async Task A_preheader_that_finds_no_place_is_an_error()
        => (await Should.ThrowAsync<TemplateException>(() => Render(Template with { Layout = "<html>{{ content }}</html>" })))
            .Message.ShouldBe("welcome, layout: there is no <body> to put the preheader in.");

    [Fact]
    public async Task Relative_links_follow_the_site()
        => (await Render(Template, options: Options with { SiteUrl = "http://other.example/shop/" })).Html.ShouldContain("href=\"http://other.example/mugs\"");

    [Theory]
    [InlineData("")]
    [InlineData("shop.example")]
    [InlineData("ftp://shop.example")]
    public async Task A_site_without_an_address_is_refused(string site)
        => (await Should.ThrowAsync<FieldException>(() => Render(Template, options: Options with { SiteUrl = site }))).Field.ShouldBe("siteUrl");

    [Fact]
    public async Task Errors_tell_template_part_and_place()
    {
        var error = await Should.ThrowAsync<TemplateException>(() => Render(Template with { Html = "<p>\n  {{ contact" }));

        error.Message.ShouldBe("welcome, html, line 2, column 3: Output is not closed.");
        (error.Line, error.Column).ShouldBe((2, 3));
    }

    [Fact]
    public async Task What_grows_too_large_is_an_error()
    {
        var large = new string('x', MailRenderer.MaxLength);
        (await Should.ThrowAsync<TemplateException>(() => Render(Template, large))).Message.ShouldBe("welcome, subject: the result is larger than 5 MB.");
        (await Should.ThrowAsync<TemplateException>(() => Render(Template with { Version = "2", Html = large }))).Message.ShouldBe("welcome, html: the result is larger than 5 MB.");
    }

    [Fact]
    public async Task A_version_is_parsed_once()
    {
        await Render(Template);
        var parsed = _liquid.Parsed;
        await Render(Template, "Bob");
        _liquid.Parsed.ShouldBe(parsed);

        (await Render(Template with { Version = "2", Subject = "New" })).Subject.ShouldBe("New");
        (await Render(Template with { Locale = "nl", Subject = "Nieuw" })).Subject.ShouldBe("Nieuw");
    }

    [Fact]
    public async Task The_cache_is_bounded_and_forgets_nothing_in_use()
    {
        var lone = Template with { Layout = null, Preheader = null, Subject = "", Html = "" };
        for (var i = 0; i < 2000; i++)
        {
            await Render(lone with { Version = $"{i}" });
            await Render(lone with { Name = "used" });
        }

        // Two parts each; the one in use twice more, when the halves change places.
        _liquid.Parsed.ShouldBe(2 * 2001);
    }

    [Fact]
    public void A_check_finds_every_part()
    {
        var problems = Renderer.Check(Template with { Subject = "{{ a", Preheader = "\n{{ a", Html = " {{ a", Layout = "{{ a", Text = "\n\n {{ a", From = "nobody at all" });

        problems.Select(problem => (problem.Part, problem.Line, problem.Column)).ShouldBe(
            [("subject", 1, 1), ("preheader", 2, 1), ("html", 1, 2), ("layout", 1, 1), ("text", 3, 2), ("layout", 0, 0), ("from", 0, 0)]);
        Renderer.Check(Template).ShouldBeEmpty();
    }
}
