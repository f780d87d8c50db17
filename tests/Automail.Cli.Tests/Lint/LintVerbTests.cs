using System.Text.Json;

namespace Automail.Cli.Tests.Lint;

public sealed class LintVerbTests : IDisposable
{
    private const string Body = "<h1>Your cart is waiting</h1>\n<p>We kept it for you.</p>\n{% shape \"EmailButton\", url: site.url, text: \"Go to your cart\" %}\n";
    private const string Good = $"---\nsubject: Your cart is waiting\npreheader: We kept it for you\npurpose: marketing\nlayout: default\n---\n{Body}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<Run> Lint(string path, params string[] more) => Run.AutomailAsync(["lint", _folder[path], .. more]);

    [Fact]
    public async Task Nothing_found_is_zero()
    {
        _folder.Write("good.liquid", Good);

        var run = await Lint("good.liquid");

        (run.ExitCode, run.Output).ShouldBe((0, ""));
        run.ErrorLines.ShouldBe(["1 file: 0 errors, 0 warnings, 0 notes."]);
    }

    [Fact]
    public async Task Places_are_those_in_the_file()
    {
        _folder.Write("bad.liquid", """
            ---
            subject: "Hi {{ contact.frstName }}"
            preheader: >
              We kept it,
              {{ contact.firstname }}
            purpose: transactional
            layout: defualt
            from: nobody
            ---

            <p>Hello, how are you today?
              {{ event.x | upcas }}
            """);

        var run = await Lint("bad.liquid");

        run.ExitCode.ShouldBe(1);
        Found(run, "bad.liquid").ShouldBe(
        [
            "2:25 warning AM002 There is no variable 'contact.frstName'. Did you mean 'contact.firstName'?",
            "5:14 warning AM002 There is no variable 'contact.firstname'. Did you mean 'contact.firstName'?",
            "7:9 error AM006 There is no layout 'defualt'.",
            "8:7 error AM106 'nobody' is not a sender of the form Name <address>.",
            "12:16 error AM003 There is no filter 'upcas'. Did you mean 'upcase'?",
        ]);
    }

    [Fact]
    public async Task A_text_part_has_its_own_file()
    {
        _folder.Write("mail.liquid", Good);
        _folder.Write("mail.txt.liquid", "Hello\n{{ contact.firstname }} {{ unsubscribe_url }}");
        _folder.Write("orphan.txt.liquid", "Hello");

        Found(await Lint("mail.liquid"), "mail.txt.liquid").ShouldBeEmpty();
        Found(await Lint("mail.txt.liquid"), "mail.txt.liquid").ShouldBe(["2:12 warning AM002 There is no variable 'contact.firstname'. Did you mean 'contact.firstName'?"]);
        Found(await Lint("orphan.txt.liquid"), "orphan.txt.liquid").ShouldBe(["1:1 error AM011 There is no template that this is the text of."]);
        Found(await Lint(""), "mail.txt.liquid").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_translation_is_blamed_for_what_it_says_itself()
    {
        _folder.Write("mail.liquid", Good.Replace("preheader: We kept it for you\n", "", StringComparison.Ordinal).Replace("Your cart", "YOUR CART", StringComparison.Ordinal));
        _folder.Write("mail.nl.liquid", $"---\nsubject: Je mandje wacht{{{{ x }}}}\n---\n{Body}");

        var run = await Lint("");

        Found(run, "mail.nl.liquid").ShouldBe(["2:28 warning AM002 There is no variable 'x'."]);
        Found(run, "mail.liquid").ShouldBe(["1:1 warning AM105 There is no preheader."]);
    }

    [Fact]
    public async Task Layouts_parts_and_their_theme_are_known()
    {
        _folder.Write("mails/mail.liquid", Good.Replace("layout: default", "layout: own", StringComparison.Ordinal) + "{% shape 'EmailTag' %}");
        _folder.Write("mails/layouts/own.liquid", "<body><a href=\"{{ unsubscribe_url }}\">x</a></body>");
        _folder.Write("theme/Views/EmailTag.liquid", "{% shape 'EmailOther' %}{% shape 'EmailOthr' %}");
        _folder.Write("theme/Views/EmailOther.liquid", "{{ Model.Text }}");

        Found(await Lint("mails"), "mails/mail.liquid").ShouldBe(["10:10 error AM005 The theme has no part 'EmailTag'."]);
        Found(await Lint("mails"), "mails/layouts/own.liquid").ShouldBe(["1:1 error AM007 The layout does not print {{ content }}."]);
        Found(await Lint("mails", "--theme", _folder["theme"]), "mails/mail.liquid").ShouldBeEmpty();
        Found(await Lint("theme"), "theme/Views/EmailTag.liquid").ShouldBe(["1:34 error AM005 The theme has no part 'EmailOthr'. Did you mean 'EmailOther'?"]);
    }

    [Fact]
    public async Task Files_that_cannot_be_read_are_findings()
    {
        _folder.Write("none.liquid", "Hello");
        _folder.Write("key.liquid", "---\nsubject: x\ncolour: red\n---\n");

        var run = await Lint("");

        Found(run, "none.liquid").ShouldBe(["1:1 error AM011 The file does not begin with a front matter between two lines of ---."]);
        Found(run, "key.liquid").ShouldHaveSingleItem().ShouldStartWith("3:1 error AM011 'colour' is not known");
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("error", 0)]
    [InlineData("note", 1)]
    public async Task What_fails_can_be_chosen(string? severity, int exitCode)
    {
        _folder.Write("warned.liquid", Good.Replace("Your cart is", "{{ contact.firstname }} is", StringComparison.Ordinal));

        (await Lint("warned.liquid", severity is null ? [] : ["--fail-on", severity])).ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task Json_is_for_programs()
    {
        _folder.Write("warned.liquid", Good.Replace("Your cart is", "{{ contact.firstname }} is", StringComparison.Ordinal));

        var run = await Lint("warned.liquid", "--json");

        var json = JsonDocument.Parse(run.Output).RootElement;
        (json.GetProperty("files").GetInt32(), json.GetProperty("errors").GetInt32(), json.GetProperty("warnings").GetInt32()).ShouldBe((1, 0, 2));
        var finding = json.GetProperty("findings")[0];
        (finding.GetProperty("file").GetString(), finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32()).ShouldBe((_folder["warned.liquid"], 2, 21));
        (finding.GetProperty("severity").GetString(), finding.GetProperty("code").GetString()).ShouldBe(("warning", "AM002"));
        run.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nowhere", "there is no file or folder")]
    [InlineData("empty", "there is no .liquid file and no sequence (.json) in")]
    [InlineData("other.txt", "is neither a .liquid file nor a sequence (.json)")]
    [InlineData("good.liquid --theme nowhere", "--theme: there is no folder")]
    [InlineData("good.liquid --fail-on all", "--fail-on: 'all' is not known")]
    public async Task Wrong_usage_is_two(string arguments, string message)
    {
        Directory.CreateDirectory(_folder["empty"]);
        _folder.Write("other.txt", "x");
        _folder.Write("good.liquid", Good);

        var run = await Lint(arguments.Split(' ')[0], [.. arguments.Split(' ').Skip(1)]);

        run.ExitCode.ShouldBe(2);
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain(message);
    }

    private List<string> Found(Run run, string file)
    {
        run.ErrorLines.ShouldHaveSingleItem().ShouldContain("file");
        var start = _folder[file] + ":";
        return [.. run.Output.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal)).Select(line => line[start.Length..].TrimEnd())];
    }
}
