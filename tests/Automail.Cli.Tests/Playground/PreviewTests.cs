using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Automail.Cli.Templates;
using Automail.Engine.Tracking;
using Automail.ReadyTemplateTests;

namespace Automail.Cli.Tests.Playground;

/// <summary>The preview of templates: the same mail as <c>automail render</c> and Orchard, whatever is typed.</summary>
public sealed partial class PreviewTests
{
    [Fact]
    public async Task Every_ready_template_is_the_mail_of_the_golden_files()
    {
        await using var visit = await Visit.StartAsync();
        (await visit.AdvanceAsync("P31DT30M")).ShouldBe(ReadyMails.Now);
        foreach (var name in ReadyTemplates.Names)
        {
            foreach (var locale in ReadyMails.Locales)
            {
                var data = await File.ReadAllTextAsync(Path.Combine(ReadyMails.Folder, "data", ReadyMails.EventOf(name) + ".json"), TestContext.Current.CancellationToken);

                var mail = await PreviewAsync(visit, new { template = name, locale, model = data });

                Readable(mail["html"]!.GetValue<string>()).ShouldBe(Golden.Read($"{name}.{locale[..2]}.html"), $"{name} {locale}");

                // Lines break by the length of links, and those of the golden files are shorter.
                Words(Readable(mail["text"]!.GetValue<string>())).ShouldBe(Words(Golden.Read($"{name}.{locale[..2]}.txt")!), $"{name} {locale}");
            }
        }
    }

    [Fact]
    public async Task What_it_shows_is_what_render_writes_byte_for_byte()
    {
        await using var visit = await Visit.StartAsync();
        await visit.RegisterAsync("ann@example.org", "Ann Archer");
        await visit.FillCartAsync("ann@example.org", "c1");
        await visit.AdvanceAsync("PT2H");
        using var folder = new TemporaryFolder();

        var mail = await PreviewAsync(visit, new { template = "cart-1", locale = "nl", contact = "ann@example.org", @event = "cart.abandoned" });
        await File.WriteAllTextAsync(folder["data.json"], mail["model"]!.GetValue<string>(), TestContext.Current.CancellationToken);
        var (code, _, error) = await Run.AutomailAsync("render", "cart-1", "--data", folder["data.json"], "--out", folder["out"]);

        code.ShouldBe(0, error);
        mail["happened"]!.GetValue<string>().ShouldBe("With the contact’s latest event of this type.");
        mail["subject"]!.GetValue<string>().ShouldBe("Ann, je mandje wacht nog");
        mail["html"]!.GetValue<string>().ShouldBe(await File.ReadAllTextAsync(folder["out/body.html"], TestContext.Current.CancellationToken));
        mail["text"]!.GetValue<string>().ShouldBe(await File.ReadAllTextAsync(folder["out/body.txt"], TestContext.Current.CancellationToken));
        mail["html"]!.GetValue<string>().ShouldContain("Lantern teapot");
    }

    [Fact]
    public async Task Samples_fill_every_ready_template_without_an_error_and_nothing_is_kept_or_sent()
    {
        await using var visit = await Visit.StartAsync();
        var offer = await visit.GetJsonAsync("/demo/preview");
        foreach (var template in offer["templates"]!.AsArray())
        {
            foreach (var locale in (string[])["en", "nl"])
            {
                var mail = await PreviewAsync(visit, new { template = template!["name"], locale, @event = template["event"] });

                mail["happened"]!.GetValue<string>().ShouldBe("With a sample event.");
                mail["html"].ShouldNotBeNull($"{template["name"]} {locale}: {mail["problems"]}");
                mail["problems"]!.AsArray().Where(problem => problem!["severity"]!.GetValue<string>() == "error").ShouldBeEmpty($"{template["name"]} {locale}");
            }
        }

        (await visit.MailsAsync()).ShouldBeEmpty();
        (await visit.LedgerAsync()).ShouldBeEmpty();
        (await visit.GetJsonAsync("/demo/state"))["people"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en", "<html lang=\"en\" dir=\"ltr\"")]
    [InlineData("nl", "<html lang=\"nl\" dir=\"ltr\"")]
    [InlineData("ar", "<html lang=\"ar\" dir=\"rtl\"")]
    public async Task What_is_typed_is_in_the_language_that_was_chosen(string locale, string expected)
    {
        await using var visit = await Visit.StartAsync();

        var mail = await PreviewAsync(visit, new { template = "cart-1", locale, @event = "cart.abandoned", subject = "مرحبا 🎁 {{ contact.firstName }}" });

        mail["html"]!.GetValue<string>().ShouldContain(expected);
        mail["subject"]!.GetValue<string>().ShouldBe("مرحبا 🎁 Alex");
    }

    [Theory]
    [InlineData("subject", "a {{ contact.firstName | nonsense }}", 1)]
    [InlineData("html", "<p>a</p>\n{% if contact.name %}", 2)]
    [InlineData("html", "<p>a</p>\n\n{% for i in (1..9000000) %}{{ i }}{% endfor %}", 3)]
    [InlineData("html", "<p>a</p>\n{% for i in (1..90000) %}{% for j in (1..90000) %}{% assign x = i | plus: j %}{% endfor %}{% endfor %}", 2)]
    [InlineData("html", "<p>a</p>\n{{ contact.name | divided_by: 0 }}", 2)]
    [InlineData("html", "<p>a</p>\n{% shape \"EmailLayuot\" %}", 2)]
    [InlineData("model", "{\n  \"contact\": nobody }", 2)]
    public async Task What_cannot_be_rendered_is_a_problem_with_its_place(string field, string text, int line)
    {
        await using var visit = await Visit.StartAsync();

        var mail = await PreviewAsync(visit, new JsonObject { ["template"] = "cart-1", ["locale"] = "en", ["event"] = "cart.abandoned", [field] = text });

        mail["html"].ShouldBeNull();
        var problem = mail["problems"]![0]!;
        problem["severity"]!.GetValue<string>().ShouldBe("error");
        problem["field"]!.GetValue<string>().ShouldBe(field == "model" ? "data" : field);
        problem["line"]!.GetValue<int>().ShouldBe(line);
        problem["column"]!.GetValue<int>().ShouldBeGreaterThan(0);
        problem["message"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task The_linter_tells_about_the_words_as_they_are_typed()
    {
        await using var visit = await Visit.StartAsync();

        var mail = await PreviewAsync(visit, new { template = "cart-1", locale = "en", @event = "cart.abandoned", subject = "Hello", html = "<h1>Tea</h1>\n<p><img src=\"/pictures/rainy-day.png\"> {{ contact.frstName }} and more</p>" });

        mail["html"]!.GetValue<string>().ShouldContain("<h1");
        mail["problems"]!.AsArray().Select(problem => $"{problem!["field"]} {problem["line"]} {problem["code"]}").ShouldContain("html 2 AM002");
    }

    [Theory]
    [InlineData("""{ "template": "nothing", "locale": "en" }""", "template")]
    [InlineData("""{ "template": "../cart-1", "locale": "en" }""", "template")]
    [InlineData("""{ "template": "cart-1" }""", "locale")]
    [InlineData("""{ "template": "cart-1", "locale": "en", "contact": "nobody@example.org" }""", "contact")]
    [InlineData("""{ "template": "cart-1", "locale": "en", "event": "something.else" }""", "event")]
    [InlineData("""{ "template": "cart-1", "locale": "en", "html": 5 }""", "html")]
    [InlineData("""{ "template": "cart-1", "locale": "en", "html": "\ud800" }""", "html")]
    [InlineData("[]", "body")]
    public async Task A_wrong_request_names_its_field(string body, string field)
    {
        await using var visit = await Visit.StartAsync();

        var response = await visit.PostAsync("/demo/preview", body, "application/json");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["errors"]!.AsObject().Select(error => error.Key).ShouldBe([field]);
    }

    [Fact]
    public async Task Five_megabytes_are_refused_and_another_sites_form_is_not_read()
    {
        await using var visit = await Visit.StartAsync();
        var body = JsonSerializer.Serialize(new { template = "cart-1", locale = "en", html = new string('x', 5 * 1024 * 1024) });

        (await visit.PostAsync("/demo/preview", body, "application/json")).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await visit.PostAsync("/demo/preview", """{ "template": "cart-1", "locale": "en" }""", "text/plain")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_page_lets_no_script_of_a_mail_run()
    {
        await using var visit = await Visit.StartAsync();

        var response = await visit.GetAsync("/preview");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        page.ShouldContain("sandbox=\"\"");
        page.ShouldNotContain("/*s");
        page.ShouldNotContain("https://");
        policy.ShouldStartWith("default-src 'none';");
        ScriptSource().IsMatch(policy).ShouldBeTrue(policy);
    }

    private static async Task<JsonNode> PreviewAsync(Visit visit, object form)
    {
        var response = await visit.PostAsync("/demo/preview", JsonSerializer.Serialize(form), "application/json");
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!;
    }

    // The golden files have links that say what they hold; those of a look-around are sealed with nobody's secret.
    private static string Readable(string mail)
    {
        var tokens = new TokenProtector(new byte[TokenSecret.MinBytes]);
        return Token().Replace(mail, match =>
        {
            var content = tokens.Unprotect(match.Groups["token"].Value).ShouldNotBeNull(match.Value);
            return match.Groups["path"].Value + (content.Url is { } url ? Uri.EscapeDataString(url) : $"this-{content.Kind.ToString().ToLowerInvariant()}");
        });
    }

    private static string[] Words(string text) => text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("(?<path>https://shop\\.example/automail/[a-z]+/)(?<token>[A-Za-z0-9_-]+)")]
    private static partial Regex Token();

    [GeneratedRegex("script-src 'sha256-[A-Za-z0-9+/=]+';")]
    private static partial Regex ScriptSource();
}
