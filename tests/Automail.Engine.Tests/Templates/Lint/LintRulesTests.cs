using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates.Lint;

/// <summary>Each rule with a source that breaks it and one that does not.</summary>
public sealed class LintRulesTests
{
    internal static readonly MailTemplate Good = new()
    {
        Name = "good", Version = "1", Subject = "Your cart is waiting", Preheader = "We kept it for you", Purpose = "marketing", Html = "<p>Hello, how are you?</p>", Layout = "<body>{{ content }}<a href=\"{{ unsubscribe_url }}\">Bye</a></body>", From = "Shop <shop@shop.test>",
    };

    // Enough text that none is missed.
    private const string Filler = "\n<p>Hello, how are you?</p>";

    private static readonly MailLinter Linter = new(new PathsOnlyLiquid());

    private static readonly LintOptions Options = new()
    {
        Theme = MailTheme.Create(new Dictionary<string, string> { ["EmailButton"] = "", ["EmailFooter__nl"] = "" }),
    };

    [Fact]
    public void A_good_template_is_clean() => Linter.Lint(Good, Options).ShouldBeEmpty();

    [Theory]
    [InlineData("AM001", "a {{ contact.email", "a {{ contact.email }}", 1, 3)]
    [InlineData("AM002", "{{ contact.firstname | default: 'x' }}", "{{ contact.firstName | default: 'x' }}", 1, 12)]
    [InlineData("AM002", "\n <b title=\"{{ cnotact.email }}\">", "{{ contact['email'] }}", 2, 15)]
    [InlineData("AM002", "{{ x }}{% assign x = 1 %}", "{% assign x = 1 %}{{ x }}", 1, 4)]
    [InlineData("AM002", "{% for i in cart.items %}{% endfor %}{{ i.sku }}", "{% for i in cart.items %}{{ forloop.index }}{{ i.sku }}{% endfor %}", 1, 41)]
    [InlineData("AM002", "{% for i in cart.items %}{{ i.skuu }}{% endfor %}", "{% for i in cart.items %}{% if y %}{{ y }}{% endif %}{% assign y = i.sku %}{% endfor %}", 1, 31)]
    [InlineData("AM002", "{{ content }}", "{% raw %}{{ content }}{% endraw %}{% comment %}{{ content }}{% endcomment %}", 1, 4)]
    [InlineData("AM003", "{{ contact.email | upcas }}", "{{ contact.email | upcase }}", 1, 20)]
    [InlineData("AM004", "<table>{% iff contact.email %}</table>", "<table>{% if contact.email %}{% endif %}</table>", 1, 8)]
    [InlineData("AM005", "{% shape \"EmailButon\" %}", "{% shape \"EmailButton\" %}{% shape \"EmailFooter\" %}", 1, 10)]
    [InlineData("AM008", "{{ event.note | raw }}", "{{ event.note }}", 1, 17)]
    [InlineData("AM010", "Hello {{ contact.firstName }},", "Hello {{ contact.firstName | default: \"there\" }},", 1, 10)]
    [InlineData("AM010", "Hello {{ contact.attributes.x }},", "{% if contact.attributes.x != blank %}{{ contact.attributes.x }}{% endif %}", 1, 10)]
    [InlineData("AM010", "{% assign n = contact.name %}{{ n }}", "{% assign n = contact.name | default: 'you' %}{{ n }}", 1, 33)]
    [InlineData("AM010", "{% if contact.name %}{% endif %}{{ contact.firstName }}", "{% if contact.name %}{{ contact.firstName }}{% endif %}", 1, 36)]
    [InlineData("AM104", "<p>Buy<br>now!!!</p>", "<p>Buy now!</p><!-- !!! -->", 1, 14)]
    public void Bodies(string code, string bad, string good, int line, int column)
    {
        var finding = Linter.Lint(Good with { Html = bad + Filler }, Options).ShouldHaveSingleItem();

        (finding.Code, finding.Part, finding.Line, finding.Column).ShouldBe((code, "html", line, column));
        Linter.Lint(Good with { Html = good + Filler }, Options).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("AM101", " ", "{{ event.title }}")]
    [InlineData("AM101", "{% if event.a %}{% endif %}", "{% if event.a %}A{% endif %}")]
    [InlineData("AM102", "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 012345", "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 01")]
    [InlineData("AM102", "{% if event.a %}0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 012345{% endif %}", "{% if event.a %}0123456789 0123456789 0123456789 012345{% else %}0123456789 0123456789 0123456789 012345{% endif %}")]
    [InlineData("AM103", "LAST CHANCE {{ event.x }}", "LAST CHANCE today")]
    [InlineData("AM103", "GROSSE GRÖSSEN", "SMS 2026")]
    [InlineData("AM104", "Now! Really!", "Now!")]
    public void Subjects(string code, string bad, string good)
    {
        var finding = Linter.Lint(Good with { Subject = bad }, Options).ShouldHaveSingleItem();

        (finding.Code, finding.Part).ShouldBe((code, "subject"));
        Linter.Lint(Good with { Subject = good }, Options).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_about_the_mail_as_a_whole()
    {
        Codes(Linter.Lint(Good with { Preheader = null }, Options)).ShouldBe(["AM105"]);
        Codes(Linter.Lint(Good with { Preheader = " " }, Options)).ShouldBe(["AM105"]);
        Codes(Linter.Lint(Good with { From = "Shop shop@" }, Options)).ShouldBe(["AM106"]);
        Codes(Linter.Lint(Good with { Purpose = " " }, Options)).ShouldBe(["AM107"]);
        Codes(Linter.Lint(Good, Options with { MissingLayout = "x" })).ShouldBe(["AM006"]);
        Codes(Linter.Lint(Good, Options with { Rendered = new RenderedMail("", "", "", null) })).ShouldBe(["AM101"]);
    }

    [Fact]
    public void Layouts_and_parts()
    {
        Codes(Linter.LintLayout("<body></body>", Options)).ShouldBe(["AM007"]);
        Linter.LintLayout("<body>{{ content }}{{ styles }}{{ unsubscribe_url }}</body>", Options).ShouldBeEmpty();
        Codes(Linter.LintPart("EmailLayout__nl", "<body></body>", Options)).ShouldBe(["AM007"]);
        Linter.LintPart("EmailButton", "{{ Model.Text }}", Options).ShouldBeEmpty();
        Linter.LintPart("EmailButton", "{{ Modl.Text }}", Options).ShouldHaveSingleItem().Message.ShouldBe("There is no variable 'Modl'. Did you mean 'Model'?");
    }

    [Fact]
    public void The_members_of_an_event_are_known_when_the_event_is()
    {
        var template = Good with { Html = "{{ event.totl }}" };

        Linter.Lint(template, Options).ShouldBeEmpty();
        Linter.Lint(template, Options with { Trigger = "order.placed" }).ShouldHaveSingleItem().Message.ShouldBe("There is no variable 'event.totl'. Did you mean 'event.total'?");
        Codes(Linter.Lint(Good with { Html = "{{ event.name }}" }, Options with { Trigger = "product.viewed" })).ShouldBe(["AM010"]);
    }

    [Fact]
    public void A_host_adds_names()
    {
        var template = Good with { Html = "{{ Site.SiteName | liquid }}{% zone 'x' %}{% endzone %}{% shape 'Menu' %}" };

        Codes(Linter.Lint(template, Options)).ShouldBe(["AM002", "AM003", "AM004", "AM004", "AM005"], ignoreOrder: true);
        Linter.Lint(template, Options with { KnownVariables = ["Site"], KnownFilters = ["liquid"], KnownTags = ["zone"], KnownParts = ["Menu"] }).ShouldBeEmpty();
    }

    [Fact]
    public void The_parser_is_not_heard_where_a_rule_names_the_cause()
    {
        var linter = new MailLinter(new Refusing(1, 20));

        Codes(linter.LintPart("EmailButton", "{{ contact.email | x }}", Options)).ShouldBe(["AM003"]);
        Codes(linter.LintPart("EmailButton", "{{ contact.email | size }}", Options)).ShouldBe(["AM001"]);
    }

    [Fact]
    public void Too_long_a_text_is_not_looked_at()
        => Codes(Linter.Lint(Good with { Html = "<p>Hello</p>" + new string('{', 5 * 1024 * 1024) }, Options)).ShouldBe(["AM009"]);

    private static string[] Codes(IReadOnlyList<LintFinding> findings) => [.. findings.Select(finding => finding.Code)];

    private sealed class Refusing(int line, int column) : ILiquid
    {
        public ILiquidTemplate Parse(string source, LiquidEncoding encoding) => throw new TemplateException("No.", line, column);
    }
}
