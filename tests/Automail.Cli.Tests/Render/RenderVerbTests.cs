using System.Text.RegularExpressions;
using Automail.Engine.Tracking;
using MimeKit;

namespace Automail.Cli.Tests.Render;

public sealed class RenderVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RenderVerbTests()
    {
        _folder.Write("templates/hello.liquid", "---\nsubject: Hello {{ contact.name }}\npurpose: marketing\nlayout: default\n---\n<p>{{ contact.name }}</p>\n");
        _folder.Write("templates/hello.nl.liquid", "---\nsubject: Hallo {{ contact.name }}\n---\n<p>Dag</p>\n");
        _folder.Write("templates/layouts/default.liquid", "<body>{{ content }}</body>");
        _folder.Write("theme/Views/EmailLayout-framed.liquid", "<body class=\"theme\">{% shape \"EmailFrame\", title_text: contact.name %}{{ content }}{% shape 'EmailFooter' %}</body>");
        _folder.Write("theme/Views/EmailFrame.liquid", "<h1>{{ Model.TitleText }} at {{ site.name }}</h1>");
        _folder.Write("theme/Views/EmailFooter.liquid", "<i>Bye</i>");
        _folder.Write("theme/Views/EmailFooter-nl.liquid", "<i>Dag</i>");
        _folder.Write("templates/framed.liquid", "---\nsubject: Hello\npurpose: marketing\nlayout: framed\n---\n<p>Body</p>");
        _folder.Write("data.json", """{ "contact": { "name": "Ada <b>", "email": "ada@mail.example" }, "site": { "name": "Shop", "url": "https://shop.example/" } }""");
    }

    public void Dispose() => _folder.Dispose();

    private Task<Run> Render(string template, params string[] more)
        => Run.AutomailAsync(["render", _folder[template], "--data", _folder["data.json"], "--out", _folder["out"], .. more]);

    private string Written(string name) => File.ReadAllText(_folder[$"out/{name}"]);

    [Fact]
    public async Task Writes_subject_bodies_and_message()
    {
        var run = await Render("templates/hello.liquid");

        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldStartWith("Hello Ada <b>");
        Written("subject.txt").ShouldBe("Hello Ada <b>\n");
        Written("body.html").ShouldBe("<body><p style=\"margin:0 0 16px\">Ada &lt;b&gt;</p>\n</body>");
        Written("body.txt").ShouldBe("Ada <b>\n");
        var message = await MimeMessage.LoadAsync(_folder["out/message.eml"], TestContext.Current.CancellationToken);
        message.From.ToString().ShouldBe("\"Shop\" <noreply@shop.example>");
        message.HtmlBody!.ReplaceLineEndings("\n").ShouldBe(Written("body.html"));
        message.Headers["List-Unsubscribe"].ShouldStartWith("<https://shop.example/automail/unsubscribe/");
    }

    [Fact]
    public async Task Labels_links_to_the_site_when_asked_to()
    {
        _folder.Write("templates/links.liquid", "---\nsubject: Links\npurpose: marketing\n---\n<a href=\"/a?b=1#c\">A</a> <a href=\"https://elsewhere.example/\">B</a>");

        (await Render("templates/links.liquid", "--utm-source", "shop")).ExitCode.ShouldBe(0);
        var byDefault = Targets();
        (await Render("templates/links.liquid", "--utm-source", "shop", "--utm-medium", "mail", "--utm-campaign", "spring")).ExitCode.ShouldBe(0);
        var chosen = Targets();
        (await Render("templates/links.liquid")).ExitCode.ShouldBe(0);
        var none = Targets();

        byDefault.ShouldBe(["https://shop.example/a?b=1&utm_source=shop&utm_medium=email&utm_campaign=links#c", "https://elsewhere.example/"]);
        chosen[0].ShouldBe("https://shop.example/a?b=1&utm_source=shop&utm_medium=mail&utm_campaign=spring#c");
        none[0].ShouldBe("https://shop.example/a?b=1#c");
        (await Render("templates/links.liquid", "--utm-campaign", "spring")).ExitCode.ShouldBe(2);

        string?[] Targets()
            => [.. Regex.Matches(Written("body.html"), "/automail/c/([A-Za-z0-9_-]+)").Select(link => new TokenProtector(new byte[TokenSecret.MinBytes]).Unprotect(link.Groups[1].Value)?.Url)];
    }

    [Theory]
    [InlineData("templates/hello.nl.liquid", "", "Hallo Ada <b>\n")]
    [InlineData("templates/hello.liquid", "nl-BE", "Hallo Ada <b>\n")]
    [InlineData("templates/hello", "de", "Hello Ada <b>\n")]
    public async Task Takes_the_language_of_the_file_or_of_the_option(string template, string locale, string subject)
    {
        var run = await Render(template, locale.Length > 0 ? ["--locale", locale] : []);

        run.ExitCode.ShouldBe(0, run.Error);
        Written("subject.txt").ShouldBe(subject);
    }

    [Theory]
    [InlineData("cart-1", "", "Ada, your cart is waiting\n")]
    [InlineData("cart-1", "nl-BE", "Ada, je mandje wacht nog\n")]
    [InlineData("cart-1.nl", "", "Ada, je mandje wacht nog\n")]
    public async Task Renders_a_ready_template_by_its_name(string template, string locale, string subject)
    {
        var data = _folder.Write("cart.json", """{ "contact": { "firstName": "Ada" }, "site": { "name": "Shop", "url": "https://shop.example" }, "event": { "currency": "EUR", "total": 5, "items": [ { "name": "Mug", "quantity": 1, "price": 5 } ] } }""");

        var run = await Run.AutomailAsync(["render", template, "--data", data, "--theme", _folder["theme"], "--out", _folder["out"], .. locale.Length > 0 ? (string[])["--locale", locale] : []]);

        run.ExitCode.ShouldBe(0, run.Error);
        Written("subject.txt").ShouldBe(subject);
        Written("body.html").ShouldContain(subject.Contains("mandje", StringComparison.Ordinal) ? "<i>Dag</i>" : "<i>Bye</i>");
        Written("body.html").ShouldContain("Mug");
    }

    [Fact]
    public async Task A_name_that_is_neither_a_file_nor_a_ready_template_is_answered_with_those_there_are()
    {
        var run = await Run.AutomailAsync("render", "cart-9", "--data", _folder["data.json"], "--out", _folder["out"]);

        run.ExitCode.ShouldBe(2);
        run.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("automail render: there is no template cart-9. Give a file, or one of birthday, cart-1, cart-2, ");
    }

    [Theory]
    [InlineData("en", "<i>Bye</i>")]
    [InlineData("nl-BE", "<i>Dag</i>")]
    public async Task A_theme_brings_layouts_and_parts_in_the_readers_language(string locale, string footer)
    {
        var run = await Render("templates/framed.liquid", "--theme", _folder["theme"], "--locale", locale);

        run.ExitCode.ShouldBe(0, run.Error);
        Written("body.html").ShouldBe($"<body class=\"theme\"><h1 style=\"font-family:Georgia, 'Times New Roman', serif;font-weight:400;margin:0 0 16px;font-size:30px;line-height:1.25\">Ada &lt;b&gt; at Shop</h1><p style=\"margin:0 0 16px\">Body</p>{footer}</body>");
    }

    [Theory]
    [InlineData("{% shape 'EmailNowhere' %}", "bad, html, line 1, column 1: There is no part 'EmailNowhere' in the theme.")]
    [InlineData("{% shape 'EmailLoop' %}", "The part 'EmailLoop' includes itself (EmailLoop > EmailLoop).")]
    [InlineData("{% shape 'EmailFails' %}", "bad, html, line 1, column 1: EmailFails, line 2, column 5: ")]
    [InlineData("{% shape 'EmailNests' %}", "bad, html, line 1, column 1: EmailNests: EmailFails, line 2, column 5: ")]
    [InlineData("<p>a</p><p>b</p>{{ 1 | divided_by: 0 }}", "bad, html, line 1, column 17: ")]
    [InlineData("<style>\np { color: red }\n</style>\n<p>{{ 1 | divided_by: 0 }}</p>", "bad, html, line 4, column 4: ")]
    public async Task A_part_that_fails_is_named(string body, string message)
    {
        _folder.Write("theme/Views/EmailLoop.liquid", "{% shape 'EmailLoop' %}");
        _folder.Write("theme/Views/EmailFails.liquid", "\n <p>{{ 1 | divided_by: 0 }}</p>");
        _folder.Write("theme/Views/EmailNests.liquid", "<p>{% shape 'EmailFails' %}</p>");
        _folder.Write("templates/bad.liquid", $"---\nsubject: x\npurpose: marketing\n---\n{body}");

        var run = await Render("templates/bad.liquid", "--theme", _folder["theme"]);

        run.ExitCode.ShouldBe(1);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain(message);
    }

    [Fact]
    public async Task A_mistake_in_a_theme_file_is_told_with_its_place()
    {
        _folder.Write("theme/Views/EmailFooter.liquid", "<i>\n{{ 1 | x }}");

        var run = await Render("templates/hello.liquid", "--theme", _folder["theme"]);

        run.ExitCode.ShouldBe(1);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain("EmailFooter.liquid:2:8: There is no filter 'x'.");
    }

    [Fact]
    public async Task Json_is_for_programs()
        => (await Render("templates/hello.liquid", "--json")).Output.ShouldStartWith("{\"subject\":\"Hello Ada <b>\",\"htmlBytes\":");

    [Theory]
    [InlineData("templates/none.liquid", 2, "there is no template")]
    [InlineData("templates/bad.liquid", 1, "bad.liquid:5:8: There is no filter 'x'.")]
    [InlineData("templates/fails.liquid", 1, "fails, html, line 1, column 1: ")]
    public async Task Problems_are_one_line(string template, int exitCode, string message)
    {
        _folder.Write("templates/bad.liquid", "---\nsubject: x\npurpose: marketing\n---\n{{ 1 | x }}");
        _folder.Write("templates/fails.liquid", "---\nsubject: x\npurpose: marketing\n---\n{{ 1 | divided_by: 0 }}");

        var run = await Render(template);

        run.ExitCode.ShouldBe(exitCode);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain(message);
        Directory.Exists(_folder["out"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{ \"a\": ", 1, ":1:8: this is not JSON.")]
    [InlineData("[1]", 1, "is not an object")]
    [InlineData(null, 2, "there is no file")]
    public async Task Bad_data_is_told(string? data, int exitCode, string message)
    {
        File.Delete(_folder["data.json"]);
        if (data is not null)
        {
            _folder.Write("data.json", data);
        }

        var run = await Render("templates/hello.liquid");

        run.ExitCode.ShouldBe(exitCode);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain(message);
    }

    [Fact]
    public async Task A_site_that_is_none_and_a_theme_that_is_missing_are_told()
    {
        (await Render("templates/hello.liquid", "--theme", _folder["nowhere"])).ExitCode.ShouldBe(2);
        _folder.Write("data.json", """{ "site": { "url": "shop" } }""");

        var run = await Render("templates/hello.liquid");

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("is not an absolute http or https address");
    }
}
