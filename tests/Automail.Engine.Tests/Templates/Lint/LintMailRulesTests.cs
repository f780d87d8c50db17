using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates.Lint;

/// <summary>The rules about a mail as a whole: unsubscribe link, size, text.</summary>
public sealed class LintMailRulesTests
{
    private static readonly MailLinter Linter = new(new PathsOnlyLiquid());

    private static readonly MailTemplate Mail = LintRulesTests.Good with { Layout = null, Theme = Theme() };

    private static MailTheme Theme() => MailTheme.Create(new Dictionary<string, string>
    {
        ["EmailFooter"] = "<a href=\"{{ unsubscribe_url }}\">Unsubscribe</a>",
        ["EmailFooter__nl"] = "<p>Dag</p>",
        ["EmailFrame"] = "{% shape 'EmailFooter' %}",
        ["EmailLoop"] = "{% shape 'EmailLoop' %}",
        ["EmailButton"] = "<a href=\"{{ Model.Url }}\">{{ Model.Text }}</a>",
        ["EmailHero"] = "<img src=\"{{ Model.ImageUrl }}\" alt=\"\" width=\"520\">",
        ["EmailBig"] = new string('x', 60_000),
    });

    [Theory]
    [InlineData("<p>Hello, how are you?</p>", true)]
    [InlineData("<p>Hello, how are you?</p>{{ unsubscribe_url }}", false)]
    [InlineData("<p>Hello, how are you?</p><a href='{{ unsubscribe_url }}'>x</a>", false)]
    [InlineData("<p>Hello, how are you?</p>{% assign u = unsubscribe_url %}{{ u }}", false)]
    [InlineData("<p>Hello, how are you?</p>{% shape 'EmailButton', url: unsubscribe_url, text: 'x' %}", false)]
    [InlineData("<p>Hello, how are you?</p>{% if unsubscribe_url %}x{% endif %}", true)]
    [InlineData("<p>Hello, how are you?</p><!-- {{ unsubscribe_url }} -->", true)]
    [InlineData("<p>Hello, how are you?</p>{% comment %}{{ unsubscribe_url }}{% endcomment %}", true)]
    [InlineData("<p>Hello, how are you?</p>{% shape 'EmailFooter' %}", false)]
    [InlineData("<p>Hello, how are you?</p>{% shape 'EmailFrame' %}", false)]
    [InlineData("<p>Hello, how are you?</p>{% shape 'EmailLoop' %}", true)]
    [InlineData("<p>Hello, how are you?</p>{% assign part = 'EmailFooter' %}{% shape part %}", false)]
    public void Marketing_has_an_unsubscribe_link(string html, bool isMissing)
    {
        var findings = Linter.Lint(Mail with { Html = html }, new LintOptions());

        findings.Select(finding => (finding.Code, finding.Severity)).ShouldBe(isMissing ? [("AM201", LintSeverity.Error)] : []);
        Linter.Lint(Mail with { Html = html, Purpose = "transactional" }, new LintOptions()).ShouldBeEmpty();
    }

    [Fact]
    public void The_unsubscribe_link_may_stand_in_the_layout_or_in_a_part_of_the_readers_language()
    {
        Codes(Mail with { Layout = "<body>{{ content }}</body>" }).ShouldBe(["AM201"]);
        Codes(Mail with { Layout = "<body>{{ content }}{% shape 'EmailFooter' %}</body>" }).ShouldBeEmpty();
        Codes(Mail with { Layout = "<body>{{ content }}{% shape 'EmailFooter' %}</body>", Locale = "nl-BE" }).ShouldBe(["AM201"]);
        Linter.Lint(Mail, new LintOptions { MissingLayout = "x" }).ShouldHaveSingleItem().Code.ShouldBe("AM006");
        Linter.Lint(Mail with { Html = Mail.Html + "{% shape 'Razor' %}" }, new LintOptions { KnownParts = ["Razor"] }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<body>{{ content }}</body>", true)]
    [InlineData("<body>{{ content }}{% if unsubscribe_url %}x{% endif %}<!-- {{ unsubscribe_url }} --></body>", true)]
    [InlineData("<body>{{ content }}{% shape 'EmailButton', url: site.url %}</body>", true)]
    [InlineData("<body>{{ content }}<a href=\"{{ unsubscribe_url }}\">Bye</a></body>", false)]
    [InlineData("<body>{{ content }}{% shape 'EmailFrame' %}</body>", false)]
    [InlineData("<body>{{ content }}{% shape 'Elsewhere' %}</body>", false)]
    public void A_layout_without_an_unsubscribe_link_is_told(string layout, bool isTold)
    {
        var options = new LintOptions { Theme = Theme(), KnownParts = ["Elsewhere"] };
        string[] expected = isTold ? ["AM207"] : [];

        Linter.LintLayout(layout, options).Select(finding => finding.Code).ShouldBe(expected);
        Linter.LintPart("EmailLayout", layout, options).Select(finding => finding.Code).ShouldBe(expected);
    }

    [Fact]
    public void An_own_text_has_the_link_too()
    {
        var mail = LintRulesTests.Good with { Text = "Hello" };

        Codes(mail).ShouldBe(["AM202"]);
        Codes(mail with { Text = "Hello {{ unsubscribe_url }}" }).ShouldBeEmpty();
        Codes(mail with { Purpose = "transactional" }).ShouldBeEmpty();
    }

    [Fact]
    public void Gmail_cuts_what_is_too_large()
    {
        var mail = LintRulesTests.Good with { Theme = Theme() };

        Codes(mail with { Html = "{% shape 'EmailBig' %}" }).ShouldBeEmpty();
        Codes(mail with { Html = "{% shape 'EmailBig' %}{% shape 'EmailBig' %}" }).ShouldBe(["AM401"]);
        Codes(mail with { Html = "{% if contact.email %}{% shape 'EmailBig' %}{% else %}{% shape 'EmailBig' %}{% endif %}" }).ShouldBeEmpty();
        Codes(mail with { Html = new string('é', 52_300) }).ShouldBe(["AM401"]);
        Linter.Lint(mail, new LintOptions { Rendered = new RenderedMail("x", new string('x', 110_000), "", null) })
            .ShouldHaveSingleItem().Message.ShouldBe("The HTML has at least 107 KB; Gmail cuts it after 102 KB.");
    }

    [Theory]
    [InlineData("<p>Hi</p>", "AM402")]
    [InlineData("<p>&nbsp;&zwnj; Hi you &amp; me &nbsp;</p>", "AM402")]
    [InlineData("<p>Hi {{ contact.email }}</p>", null)]
    [InlineData("<p title='{{ contact.email }}'>Hi</p>", "AM402")]
    [InlineData("<style>p { color: red; }</style>Hi", "AM602 AM402")]
    [InlineData("{% shape 'EmailButton', url: site.url, text: 'Go' %}", "AM402")]
    [InlineData("{% shape 'EmailButton', url: site.url, text: 'Go to your cart' %}", null)]
    [InlineData("{% shape 'EmailButton', url: site.url, text: event.x %}", null)]
    [InlineData("<img src='https://shop.test/a.png' width='600' alt='Sale'>", "AM403")]
    [InlineData("<a href='{{ site.url }}'><img src='https://shop.test/a.png' width='600' alt='Sale'></a> Look here now", "AM403")]
    [InlineData("<img src='https://shop.test/a.png' width='600' alt='Sale'><p>Everything that is left of summer is half the price</p>", null)]
    [InlineData("{% shape 'EmailHero', image_url: 'https://shop.test/a.png' %}", "AM403")]
    public void A_mail_says_something(string html, string? codes)
        => Codes(LintRulesTests.Good with { Html = html, Theme = Theme() }).Order().ShouldBe((codes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Order());

    private static IEnumerable<string> Codes(MailTemplate template) => Linter.Lint(template, new LintOptions()).Select(finding => finding.Code);
}
