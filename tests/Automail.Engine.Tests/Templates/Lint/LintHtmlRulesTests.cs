using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates.Lint;

/// <summary>The rules about links, images, HTML and CSS, each with a source that breaks it and one that does not.</summary>
public sealed class LintHtmlRulesTests
{
    private const string Filler = "\n<p>Hello, everybody, and how are you today?</p>";

    private static readonly MailLinter Linter = new(new PathsOnlyLiquid());

    [Theory]
    [InlineData("AM203", "<a\n href=\"http://shop.test/a\">", "<a href=\"https://shop.test/a\">", 2, 8)]
    [InlineData("AM203", "<img src='http://{{ event.y }}/a.png' alt='' width='1'>", "<a href='{{ site.url }}/a'></a><a href='/a'></a><a href='mailto:a@shop.test'></a>", 1, 11)]
    [InlineData("AM203", "{% shape 'EmailButton', url: 'http://shop.test' %}", "{% shape 'EmailButton', url: 'https://shop.test' %}", 1, 31)]
    [InlineData("AM204", "<a href='https:///a'>", "<a href='https://{{ site.name }}/a'>", 1, 10)]
    [InlineData("AM204", "<a href=''>", "<a href='{{ event.url }}'>", 1, 11)]
    [InlineData("AM204", "<a href='#'>", "<a href='#top'>", 1, 10)]
    [InlineData("AM204", "<a href='www.shop.test'>", "<a href='wwwhat'>", 1, 10)]
    [InlineData("AM205", "<a href='http://localhost:5000/'>", "<a href='https://localhost.shop.test/'>", 1, 10)]
    [InlineData("AM205", "<a href='https://127.1.2.3/'>", "<a href='https://8.8.8.8/'>", 1, 10)]
    [InlineData("AM205", "<a href='https://172.16.0.1/'>", "<a href='https://172.32.0.1/'>", 1, 10)]
    [InlineData("AM205", "<a href='https://[::1]:8080/'>", "<a href='https://[2001:db8::1]/'>", 1, 10)]
    [InlineData("AM205", "<a href='https://me@nas.local/'>", "<a href='https://local.test/'>", 1, 10)]
    [InlineData("AM206", "<a href='https://bit.ly/3x'>", "<a href='https://rabbit.ly/3x'>", 1, 10)]
    [InlineData("AM301", " <img src='https://shop.test/a.png' width='600'>", "<img src='https://shop.test/a.png' width='600' alt=''>", 1, 2)]
    [InlineData("AM302", "<img src='https://shop.test/a.png' alt='A'>", "<img src='https://shop.test/a.png' alt='A' width={{ 600 }}>", 1, 1)]
    [InlineData("AM501", "<script>alert(1)</script>", "<script type='application/ld+json'>{}</script>", 1, 1)]
    [InlineData("AM501", "<p onclick='x()'>", "<p one='x'><!-- <p onclick='x()'> -->", 1, 4)]
    [InlineData("AM501", "<a href=' JavaScript:x()'>", "<a href='https://shop.test/javascript:x'>", 1, 4)]
    [InlineData("AM502", "<p><form action='https://shop.test/'>", "<p>form</p>", 1, 4)]
    [InlineData("AM503", "<p id='a'></p><p id='a'></p>", "{% if event.x %}<p id='a'></p>{% else %}<p id='a'></p>{% endif %}<p id='b'></p>", 1, 18)]
    [InlineData("AM503", "{% if event.x %}<p id='a'></p>{% endif %}<p id='a'></p>", "<p id='a{{ event.x }}'></p><p id='a{{ event.x }}'></p>", 1, 45)]
    [InlineData("AM504", "<p style='color:#999;background:#fff'>Hi</p>", "<p style='color:#767676;background:#fff'>Hi</p>", 1, 11)]
    [InlineData("AM504", "<td bgcolor='white'><p><b style='color: gray'>Hi</b></p>", "<td bgcolor='white' class='x'><p class='y'><b style='color: gray'>Hi</b></p>", 1, 34)]
    [InlineData("AM504", "<td bgcolor='white'><span style='color: rgb(150, 150, 150); font-size: 16px'>Hi</span>", "<td bgcolor='white'><span style='color: rgb(140, 140, 140); font-size: 24px'>Hi</span>", 1, 34)]
    [InlineData("AM504", "<p style='color:#fff;background-color:#eee'>{{ contact.email }}</p>", "<p style='color:#fff;background-color:#eee;display:none'>{{ contact.email }}</p>", 1, 11)]
    [InlineData("AM504", "<p style='color:#fff;background:#ff0'><em>Hi</em></p>", "<p style='color:#fff;background:#ff0'><a href='{{ site.url }}'>Hi</a> </p>", 1, 11)]
    [InlineData("AM601", "<p style='color:#000; position: absolute'>", "<p style='position:static'>", 1, 23)]
    [InlineData("AM601", "<p style='display:flex'>", "<p style='display:block;display:flex'>", 1, 11)]
    [InlineData("AM601", "<p style='width:calc(100% - 1px)'>", "<p style='width:99%;width:calc(100% - 1px);min-width:1px'>", 1, 11)]
    [InlineData("AM601", "<p style='background:url(https://shop.test/a.png)'>", "<p style='background:#fff;background:url(https://shop.test/a.png)'>", 1, 11)]
    [InlineData("AM601", "<p style='background-image:url(https://shop.test/a.png)'>", "<p style='background-color:#fff;background-image:url(https://shop.test/a.png)'>", 1, 11)]
    [InlineData("AM602", "<link rel='stylesheet' href='https://shop.test/a.css'>", "<link rel='icon' href='https://shop.test/a.png'>", 1, 1)]
    public void Bodies(string code, string bad, string good, int line, int column)
    {
        var finding = Linter.Lint(LintRulesTests.Good with { Html = bad + Filler }, new LintOptions()).ShouldHaveSingleItem();

        (finding.Code, finding.Part, finding.Line, finding.Column).ShouldBe((code, "html", line, column));
        Linter.Lint(LintRulesTests.Good with { Html = good + Filler }, new LintOptions()).ShouldBeEmpty();
    }

    [Fact]
    public void Styles_of_documents_and_themes()
    {
        const string Sheet = "p { color: #000; float: left }\n@media (min-width: 1px) { p { float: left } }\n@supports (float: left) { p { display: flex } }";

        Places(Linter.LintPart("EmailStyles", Sheet, new LintOptions())).ShouldBe(["AM601 1:18"]);
        Places(Linter.LintPart("EmailStyles", "@import url(a.css);\na { color: #888; background: #999 }", new LintOptions())).ShouldBe(["AM601 1:1", "AM504 2:5"]);
        Places(Linter.LintLayout($"<html><head><style>{Sheet}</style></head><body>{{{{ content }}}}{{{{ unsubscribe_url }}}}</body></html>", new LintOptions())).ShouldBe(["AM601 1:37"]);
        Places(Linter.LintLayout("<html><head></head><body><style>p { color: #000 }</style>{{ content }}{{ unsubscribe_url }}</body></html>", new LintOptions())).ShouldBe(["AM602 1:26"]);
    }

    [Fact]
    public void Addresses_in_an_own_text_and_in_markdown()
    {
        var text = LintRulesTests.Good with { Text = "See http://shop.test/a. Or (https://bit.ly/x)\n{{ unsubscribe_url }}" };
        Places(Linter.Lint(text, new LintOptions())).ShouldBe(["AM203 1:5", "AM206 1:29"]);
        Linter.Lint(text, new LintOptions())[0].Message.ShouldBe("'http://shop.test/a' is not https.");

        var markdown = LintRulesTests.Good with { Html = "Hello, how are you?\n[here](http://shop.test) and ![A](http://shop.test/a.png) and [x]({{ site.url }})" };
        Places(Linter.Lint(markdown, new LintOptions { Format = BodyFormat.Markdown })).ShouldBe(["AM203 2:8", "AM203 2:35"]);
        Linter.Lint(markdown, new LintOptions()).ShouldBeEmpty();
    }

    [Fact]
    public void What_liquid_prints_is_an_ellipsis_in_a_message()
        => Linter.Lint(LintRulesTests.Good with { Html = "<a href='http://{{ site.name }}.test/{{ event.x }}'>Hello, how are you?</a>" }, new LintOptions())
            .ShouldHaveSingleItem().Message.ShouldBe("'http://….test/…' is not https.");

    [Fact]
    public void A_message_names_who_drops_it()
    {
        var findings = Linter.Lint(LintRulesTests.Good with { Html = "<p style='z-index:2;display:inline-flex;width:min(1px,2px)'>Hello, how are you?</p>" }, new LintOptions());

        findings.Select(finding => finding.Message).ShouldBe(
            ["Gmail, Outlook for Windows drop 'z-index'.", "Outlook for Windows drops 'display:inline-flex'.", "Outlook for Windows, Yahoo drop 'min()'."]);
    }

    private static IEnumerable<string> Places(IReadOnlyList<LintFinding> findings) => findings.Select(finding => $"{finding.Code} {finding.Line}:{finding.Column}");
}
