using Automail.Cli.Templates;
using Automail.Engine.Templates;
using Shouldly;
using Xunit;

namespace Automail.Cli.Tests.Templates;

public sealed class FileTemplateSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("automail-templates-").FullName;
    private readonly FileTemplateSource _source;

    public FileTemplateSourceTests() => _source = new FileTemplateSource(_folder, new DotLiquidEngine()) { Trust = 0 };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
    }

    private Task<MailTemplate?> Find(string name, string? locale = null) => _source.FindAsync(name, locale, TestContext.Current.CancellationToken);

    private void WriteWelcome() => Write("welcome.liquid", """
        ---
        subject: Welcome {{ contact.firstName }}
        preheader: "Good: to know"
        purpose: marketing
        layout: default
        from: Shop <shop@shop.example>
        ---
        <p>Hello</p>
        """);

    [Fact]
    public async Task Reads_a_template_with_its_layout_and_text()
    {
        WriteWelcome();
        Write("layouts/default.liquid", "<body>{{ content }}</body>");
        Write("welcome.txt.liquid", "Hello");

        var template = (await Find("welcome"))!;

        template.ShouldBe(new MailTemplate
        {
            Name = "welcome",
            Version = template.Version,
            Subject = "Welcome {{ contact.firstName }}",
            Preheader = "Good: to know",
            Purpose = "marketing",
            Html = "<p>Hello</p>",
            Text = "Hello",
            Layout = "<body>{{ content }}</body>",
            From = "Shop <shop@shop.example>",
            Theme = ThemeFolder.Default,
        });
    }

    [Fact]
    public async Task The_version_changes_with_any_of_the_files_and_only_then()
    {
        WriteWelcome();
        Write("layouts/default.liquid", "<body>{{ content }}</body>");
        var first = (await Find("welcome"))!.Version;
        (await Find("welcome"))!.Version.ShouldBe(first);

        Write("layouts/default.liquid", "<body class='x'>{{ content }}</body>");
        var second = (await Find("welcome"))!.Version;
        second.ShouldNotBe(first);

        Write("welcome.txt.liquid", "Hello");
        (await Find("welcome"))!.Version.ShouldNotBe(second);

        File.Delete(Path.Combine(_folder, "welcome.txt.liquid"));
        Write("layouts/default.liquid", "<body>{{ content }}</body>");
        (await Find("welcome"))!.Version.ShouldBe(first);
    }

    [Theory]
    [InlineData("nl-BE", "Welkom bij ons", "nl-BE")]
    [InlineData("nl-NL", "Welkom", "nl")]
    [InlineData("nl", "Welkom", "nl")]
    [InlineData("de-AT", "Welcome {{ contact.firstName }}", null)]
    [InlineData("", "Welcome {{ contact.firstName }}", null)]
    [InlineData("../nl", "Welcome {{ contact.firstName }}", null)]
    public async Task A_locale_falls_back_to_its_language_and_then_to_the_sites(string locale, string subject, string? found)
    {
        WriteWelcome();
        Write("layouts/default.liquid", "<body>{{ content }}</body>");
        Write("welcome.nl.liquid", "---\nsubject: Welkom\n---\nHallo");
        Write("welcome.nl-BE.liquid", "---\nsubject: Welkom bij ons\n---\nDag");
        Write("welcome.nl.txt.liquid", "Hallo!");

        var template = (await Find("welcome", locale))!;

        (template.Subject, template.Locale, template.Purpose, template.From).ShouldBe((subject, found, "marketing", "Shop <shop@shop.example>"));
        template.Layout.ShouldNotBeNull();
        template.Text.ShouldBe(found == "nl" ? "Hallo!" : null);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData("../welcome")]
    [InlineData("layouts/default")]
    [InlineData("/etc/passwd")]
    [InlineData("Welcome")]
    [InlineData("welcome\0")]
    [InlineData("welcome\n")]
    public async Task Other_names_have_no_template(string name)
    {
        WriteWelcome();
        Write("layouts/default.liquid", "{{ content }}");

        (await Find(name)).ShouldBeNull();
    }

    [Fact]
    public async Task A_folder_that_is_missing_has_no_templates()
        => (await new FileTemplateSource(Path.Combine(_folder, "none"), new DotLiquidEngine()).FindAsync("welcome", null, TestContext.Current.CancellationToken)).ShouldBeNull();

    [Theory]
    [InlineData("<p>Hello</p>", 1, 1, "does not begin with a front matter")]
    [InlineData("", 1, 1, "does not begin with a front matter")]
    [InlineData("---\nsubject: x\n", 1, 1, "does not begin with a front matter")]
    [InlineData("---\npurpose: marketing\n---\n", 1, 1, "no subject")]
    [InlineData("---\nsubject: x\n---\n", 1, 1, "no purpose")]
    [InlineData("---\nsubject: x\npurpose: ' '\n---\n", 1, 1, "purpose is empty")]
    [InlineData("---\nsubject: x\npurpose: marketing\ncolour: red\n---\n", 4, 1, "'colour' is not known")]
    [InlineData("---\nsubject: [a]\npurpose: marketing\n---\n", 2, 10, "subject is not a text")]
    [InlineData("---\nsubject: x\n purpose: y\n---\n", 3, 9, "")]
    [InlineData("---\n- a\n---\n", 2, 1, "not a list of names and values")]
    [InlineData("---\nsubject: {{ a\npurpose: marketing\n---\n", 2, 10, "not closed")]
    [InlineData("---\nsubject: {{ a }}\n  and more\npurpose: marketing\n---\n", 4, 8, "")]
    [InlineData("---\nsubject: \"{{ a\"\npurpose: marketing\n---\n", 2, 11, "not closed")]
    [InlineData("---\nsubject: Hi {{ a | nope }}\npurpose: marketing\n---\n", 2, 20, "no filter 'nope'")]
    [InlineData("---\nsubject: x\npreheader: >\n  Hi {{ a | nope }}\npurpose: marketing\n---\n", 4, 0, "no filter 'nope'")]
    [InlineData("---\nsubject: x\npurpose: marketing\n---\n<p>\n  {% if a %}", 6, 3, "tag if is not closed")]
    [InlineData("---\nsubject: x\npurpose: marketing\n---\n{% if a %}", 5, 1, "tag if is not closed")]
    [InlineData("---\nsubject: x\npurpose: marketing\nlayout: nowhere\n---\n", 4, 9, "no layout 'nowhere'")]
    [InlineData("---\nsubject: x\npurpose: marketing\nlayout: ../x\n---\n", 4, 9, "no layout '../x'")]
    public async Task A_bad_file_is_told_with_its_place(string text, int line, int column, string message)
    {
        Write("bad.liquid", text);

        var error = await Should.ThrowAsync<TemplateException>(() => Find("bad"));

        error.Message.ShouldStartWith($"{Path.Combine(_folder, "bad.liquid")}:{line}:{(column == 0 ? "" : $"{column}: ")}");
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("{{ a | default: \"x\" }}: b", "{{ a | default: \"x\" }}: b")]
    [InlineData("Order #5: {% if a %}b{% endif %} # c ", "Order #5: {% if a %}b{% endif %} # c")]
    [InlineData("\"a: {{ b }}\"", "a: {{ b }}")]
    [InlineData("'it''s {{ b }}'", "it's {{ b }}")]
    [InlineData(">-\n  a {{ b }}\n  c", "a {{ b }} c")]
    [InlineData("Sale! # ours", "Sale!")]
    public async Task A_line_with_liquid_needs_no_quotes(string written, string subject)
    {
        Write("x.liquid", $"---\nsubject: {written}\npurpose: marketing\n---\n");

        (await Find("x"))!.Subject.ShouldBe(subject);
    }

    [Theory]
    [InlineData("layouts/default.liquid", "\n {{ content", "2:2: The output is not closed with }}.")]
    [InlineData("welcome.txt.liquid", "{% nope %}", "1:1: There is no tag 'nope'.")]
    public async Task A_bad_layout_or_text_is_told_with_its_place(string file, string text, string message)
    {
        WriteWelcome();
        Write("layouts/default.liquid", "{{ content }}");
        Write(file, text);

        (await Should.ThrowAsync<TemplateException>(() => Find("welcome"))).Message.ShouldBe($"{Path.Combine(_folder, file)}:{message}");
    }

    [Fact]
    public async Task A_file_that_is_no_text_or_too_large_is_told()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder, "bytes.liquid"), [0x2d, 0x2d, 0x2d, 0x0a, 0xff, 0xfe], TestContext.Current.CancellationToken);
        Write("large.liquid", new string('x', DotLiquidEngine.MaxSource + 1));

        (await Should.ThrowAsync<TemplateException>(() => Find("bytes"))).Message.ShouldEndWith(":1:1: The file is not UTF-8.");
        (await Should.ThrowAsync<TemplateException>(() => Find("large"))).Message.ShouldContain(":1:1: The file is larger");
    }

    [Fact]
    public async Task A_mended_file_is_read_again()
    {
        Write("welcome.liquid", "---\nsubject: {{ x\n---\n");
        await Should.ThrowAsync<TemplateException>(() => Find("welcome"));

        Write("welcome.liquid", "---\nsubject: Mended\npurpose: marketing\n---\n");
        (await Find("welcome"))!.Subject.ShouldBe("Mended");
    }

    [Theory]
    [InlineData("news.md.liquid", "")]
    [InlineData("news.liquid", "format: markdown\n")]
    public async Task A_body_may_be_Markdown(string file, string format)
    {
        Write(file, $"---\nsubject: News\npurpose: marketing\n{format}---\n# Hello {{{{ contact.firstName }}}}\n\n[Shop]({{{{ site.url }}}})\n");

        (await Find("news"))!.Html.ShouldBe("<h1>Hello {{ contact.firstName }}</h1>\n<p><a href=\"{{ site.url }}\">Shop</a></p>\n");
    }

    [Fact]
    public async Task An_unknown_format_is_refused_at_its_place()
    {
        Write("news.liquid", "---\nsubject: News\npurpose: marketing\nformat: word\n---\nHello\n");

        (await Should.ThrowAsync<TemplateException>(() => Find("news"))).Message.ShouldContain("news.liquid:4:9: 'word' is no format");
    }
}
