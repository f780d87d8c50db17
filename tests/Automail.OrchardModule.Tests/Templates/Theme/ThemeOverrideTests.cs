using Automail.Engine.Templates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates.Theme;

/// <summary>Which source of a part counts, and when.</summary>
public sealed class ThemeOverrideTests(GardenSite site) : IClassFixture<GardenSite>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await site.ShowAsync(GardenSite.Theme);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_sites_theme_overrides_a_part_and_leaves_the_others()
    {
        var html = await site.MailOfAsync("{% shape \"EmailButton\", url: site.url, text: \"Go\" %}", "default");

        html.ShouldContain("Sent with green fingers by Shop");
        html.ShouldNotContain("You get this mail because");
        html.ShouldContain("<!DOCTYPE html>");
        html.ShouldContain(">Go</a>");
    }

    [Fact]
    public async Task The_themes_own_stylesheet_comes_after_the_one_of_the_parts()
    {
        var styles = (await site.ThemeAsync()).Styles;

        styles.IndexOf("#1d5c4a", StringComparison.Ordinal).ShouldBeInRange(0, styles.IndexOf("#2e5d34", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_theme_counts_from_the_next_mail_on()
    {
        (await site.MailOfAsync("<p>Hi</p>", "default")).ShouldContain("green fingers");

        await site.ShowAsync("TheTheme");
        (await site.MailOfAsync("<p>Hi</p>", "default")).ShouldContain("You get this mail because");

        await site.ShowAsync(GardenSite.Theme);
        (await site.MailOfAsync("<p>Hi</p>", "default")).ShouldContain("green fingers");
    }

    [Fact]
    public async Task The_Templates_feature_goes_before_the_theme_until_its_template_is_taken_away()
    {
        await site.EditPartAsync("EmailHeader", "<div>Edited for {{ contact.name }} by {{ Model.Nobody }}{{ site.name }}</div>");
        var edited = await site.MailOfAsync("<p>Hi</p>", "default");
        await site.EditPartAsync("EmailHeader", "<div>Edited again</div>");
        var again = await site.MailOfAsync("<p>Hi</p>", "default");
        await site.RemovePartAsync("EmailHeader");
        var after = await site.MailOfAsync("<p>Hi</p>", "default");

        edited.ShouldContain("<div>Edited for Ann &lt;script&gt; by Shop</div>");
        again.ShouldContain("<div>Edited again</div>");
        after.ShouldNotContain("Edited");
        after.ShouldContain("&#127793;");
    }

    [Fact]
    public async Task A_language_has_its_own_part_wherever_it_comes_from()
    {
        (await site.MailOfAsync("<p>Hoi</p>", "default", "nl")).ShouldContain("green fingers", Case.Sensitive, "a template for all languages is written in the site's");

        await site.PublishTemplateAsync("dutch-note", part => (part.Locale, part.Layout) = ("nl", "default"));
        (await site.HtmlAsync("dutch-note", "nl-BE")).ShouldContain("Met groene vingers");

        await site.EditPartAsync("EmailNote", "note");
        await site.EditPartAsync("EmailNote__nl", "briefje");
        await site.PublishTemplateAsync("dutch-part", part => (part.Locale, part.Html) = ("nl", "<div>{% shape \"EmailNote\" %}</div>"));
        (await site.HtmlAsync("dutch-part", "nl")).ShouldContain("<div>briefje</div>");
        (await site.MailOfAsync("<div>{% shape \"EmailNote\" %}</div>")).ShouldContain("<div>note</div>");
    }

    [Fact]
    public async Task A_layout_of_the_theme_has_a_name()
    {
        var html = await site.MailOfAsync("<p>Hi</p>", "letter");

        html.ShouldContain("green fingers");
        html.ShouldNotContain("am-card am-text");
        (await site.FailureOfAsync("<p>Hi</p>", "postcard")).ShouldContain("there is no published layout 'postcard', and none in the theme");
    }

    [Fact]
    public async Task A_part_sees_the_mail_and_its_arguments_and_nothing_else()
    {
        await site.EditPartAsync("EmailScope", "[{{ Model.ImageUrl }}|{{ secret }}|{{ item }}|{{ contact.email | size | at_least: 1 }}]{% assign secret = 2 %}");

        (await site.MailOfAsync("{% assign secret = 1 %}{% for item in (1..2) %}{% shape \"EmailScope\", image_url: item %}{% endfor %}{{ secret }}"))
            .ShouldMatch(@"\[1\|\|\|\d+\]\[2\|\|\|\d+\]1");
    }

    [Fact]
    public async Task A_part_or_layout_that_includes_itself_fails_the_mail_and_is_named()
    {
        await site.EditPartAsync("EmailLoop", "<p>{% shape \"EmailRound\" %}</p>");
        await site.EditPartAsync("EmailRound", "<p>{% shape \"EmailLoop\" %}</p>");
        await site.EditPartAsync("EmailLayout__ring", "<html><body>{{ content }}{% shape \"EmailLayout__ring\" %}</body></html>");

        (await site.FailureOfAsync("{% shape \"EmailLoop\" %}")).ShouldContain("The part 'EmailLoop' includes itself (EmailLoop > EmailRound > EmailLoop).");
        (await site.FailureOfAsync("<p>Hi</p>", "ring")).ShouldContain("The part 'EmailLayout__ring' includes itself");
    }

    [Fact]
    public async Task The_rounds_of_all_parts_count_together()
    {
        await site.EditPartAsync("EmailRounds", "{% for i in (1..1000) %}{% assign x = i %}{% endfor %}");

        (await site.MailOfAsync("<div>{% shape \"EmailRounds\" %}</div>")).ShouldContain("<div></div>");
        (await site.FailureOfAsync("{% for i in (1..300) %}{% shape \"EmailRounds\" %}{% endfor %}")).ShouldContain("EmailRounds: ");
    }

    [Fact]
    public async Task A_part_with_a_Liquid_error_fails_the_mail_and_is_named()
    {
        await site.EditPartAsync("EmailBroken", "<p>\n{% if %}</p>");

        (await site.FailureOfAsync("{% shape \"EmailBroken\" %}")).ShouldContain("EmailBroken, line 2");
    }

    [Fact]
    public async Task Any_shape_of_the_site_can_stand_in_a_mail_drawn_in_the_mails_culture()
    {
        await site.PublishTemplateAsync("with-hours", part => part.Html = "{% shape \"GardenHours\", place: contact.name %}");

        (await site.HtmlAsync("with-hours", "nl")).ShouldMatch(@"<p>\s*Ann &lt;script&gt;:\s*<span>vrijdag 9");
        (await site.HtmlAsync("with-hours", "en")).ShouldContain("<span>Saturday 9");
    }

    [Fact]
    public async Task A_part_in_Razor_is_drawn_by_Orchard_with_the_mail_at_hand()
    {
        await site.EditPartAsync("EmailSeal", "<i>seal</i>");
        await site.PublishTemplateAsync("sealed", part => (part.Locale, part.Html) = ("nl", "{% shape \"EmailSeal\", text: contact.name %}{% shape \"EmailStamp\", text: \"a & b\" %}"));

        var html = await site.HtmlAsync("sealed", "nl-NL");

        html.ShouldContain("<i>zegel nl-NL Shop: Ann &lt;script&gt;</i>");
        html.ShouldContain("<i>stamp nl-NL Shop: a &amp; b</i>");
        (await site.MailOfAsync("{% shape \"EmailSeal\" %}")).ShouldContain("<i>seal</i>");
    }

    [Fact]
    public async Task Drawing_a_shape_leaves_the_request_alone_in_which_the_mail_is_made()
        => await site.InScopeAsync(async services =>
        {
            var accessor = services.GetRequiredService<IHttpContextAccessor>();
            var request = accessor.HttpContext = new DefaultHttpContext { RequestServices = services };
            var parts = services.GetRequiredService<ILiquid>().Parse("{% shape \"GardenHours\", place: \"Here\" %}", LiquidEncoding.Html);

            var html = await parts.RenderAsync(
                new Dictionary<string, object?> { ["language"] = "en" }, new LiquidContext("en", null, site.Clock.Now) { Parts = NoParts.Instance }, TestContext.Current.CancellationToken);

            html.ShouldContain("Here:");
            accessor.HttpContext.ShouldBeSameAs(request);
            accessor.HttpContext = null;
        });

    private sealed class NoParts : IMailParts
    {
        public static readonly NoParts Instance = new();

        public ILiquidTemplate? Find(string name) => null;
    }
}
