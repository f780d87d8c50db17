using System.Globalization;
using Automail.Engine.Templates;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

[Collection(nameof(SharedSite))]
public sealed class OrchardLiquidTests(Site site)
{
    private static readonly Dictionary<string, object?> Model = new()
    {
        ["contact"] = new Dictionary<string, object?> { ["name"] = "<Ann> & \"Co\"", ["orderCount"] = 3, ["tags"] = new List<object?> { "vip", "nl" } },
        ["event"] = new Dictionary<string, object?> { ["total"] = 1234.5m, ["time"] = new DateTimeOffset(2026, 1, 15, 23, 30, 0, TimeSpan.Zero), ["huge"] = 1e300 },
        ["site"] = new Dictionary<string, object?> { ["name"] = "Shop" },
    };

    [Theory]
    [InlineData("{{ contact.name }}", "&lt;Ann&gt; &amp; &quot;Co&quot;")]
    [InlineData("{{ contact.name | raw }}", "<Ann> & \"Co\"")]
    [InlineData("{{ site.name }}", "Shop")]
    [InlineData("{{ nobody.name }}", "")]
    [InlineData("{% for tag in contact.tags %}{{ tag }};{% endfor %}", "vip;nl;")]
    [InlineData("{% if contact.tags contains 'vip' %}yes{% endif %}", "yes")]
    public async Task Html_is_encoded_unless_the_author_says_otherwise(string source, string expected)
        => (await RenderAsync(source)).ShouldBe(expected);

    [Fact]
    public async Task Text_is_not_encoded()
        => (await RenderAsync("{{ contact.name }}", LiquidEncoding.None)).ShouldBe("<Ann> & \"Co\"");

    [Theory]
    [InlineData("en-US", "$1,234.50", "USD")]
    [InlineData("nl-NL", "€ 1.234,50", "EUR")]
    [InlineData("de-DE", "1.234,50 €", "EUR")]
    [InlineData("en-GB", "CHF 1,234.50", "CHF")]
    [InlineData("ja-JP", "¥1,235", "JPY")]
    public async Task Money_is_written_as_the_reader_expects_it(string locale, string expected, string currency)
    {
        var text = await RenderAsync("{{ event.total | money: '" + currency + "' }}", LiquidEncoding.None, locale);

        text.Replace('\u00a0', ' ').Replace('\u202f', ' ').Replace('￥', '¥').ShouldBe(expected);
        text.ShouldBe(MoneyFormat.Format(1234.5m, currency, CultureInfo.GetCultureInfo(locale)), "every host writes the same");
    }

    [Fact]
    public async Task Dates_are_in_the_reader_s_zone()
        => (await RenderAsync("{{ event.time | date: '%Y-%m-%d %H:%M' }} {{ 'now' | date: '%H:%M' }}", zone: "Pacific/Auckland")).ShouldBe("2026-01-16 12:30 22:00");

    [Theory]
    [InlineData("{% if contact %}", 1)]
    [InlineData("Hello\n\n{{ contact.name | }}", 3)]
    [InlineData("{% nosuchtag %}", 1)]
    [InlineData("{% shape %}", 1)]
    [InlineData("\n{% shape 'EmailButton' url: 1 %}", 2)]
    [InlineData("{% if contact %}{% shape_type a %}{% endif %}", 1)]
    public async Task A_syntax_error_is_told_with_its_place(string source, int line)
    {
        var error = await Should.ThrowAsync<TemplateException>(RenderAsync(source));

        error.Line.ShouldBe(line);
        error.Column.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("{% for i in (1..100000) %}{% for j in (1..1000) %}{% assign x = j %}{% endfor %}{% endfor %}")]
    [InlineData("{% for i in (1..100000) %}{{ 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' }}{% endfor %}")]
    [InlineData("{% assign s = 'xxxxxxxxxx' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}")]
    [InlineData("{% for i in (1..2000000000) %}{% endfor %}")]
    [InlineData("{{ event.huge }}")]
    public async Task What_would_take_too_much_ends_with_an_error(string source)
        => await Should.ThrowAsync<TemplateException>(RenderAsync(source));

    [Fact]
    public async Task One_template_renders_for_many_at_once()
    {
        var template = await site.WithAsync<ILiquid, ILiquidTemplate>(liquid => Task.FromResult(liquid.Parse("{{ n }}:{% for i in (1..50) %}{{ i }}{% endfor %}", LiquidEncoding.None)));
        var context = new LiquidContext("en", null, SiteClock.Start);
        var expected = string.Concat(Enumerable.Range(1, 50));

        var texts = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => Task.Run(async ()
            => await template.RenderAsync(new Dictionary<string, object?> { ["n"] = n }, context))));

        texts.ShouldBe(Enumerable.Range(0, 200).Select(n => $"{n}:{expected}"));
    }

    private Task<string> RenderAsync(string source, LiquidEncoding encoding = LiquidEncoding.Html, string locale = "en", string? zone = null)
        => site.WithAsync<ILiquid, string>(async liquid => await liquid.Parse(source, encoding).RenderAsync(Model, new LiquidContext(locale, zone, SiteClock.Start)));
}
