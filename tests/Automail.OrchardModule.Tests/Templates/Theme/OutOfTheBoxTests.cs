using System.Reflection;
using Automail.Engine.Templates;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Templates.Theme;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.ContentManagement;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates.Theme;

/// <summary>A site with the module and without any theme.</summary>
[Collection(nameof(SharedSite))]
public sealed class OutOfTheBoxTests(Site site)
{
    [Theory]
    [InlineData("en-GB", "Welcome, Ann!", "Have a look around", "You get this mail because you asked Shop to write to", "Unsubscribe", "lang=\"en\"")]
    [InlineData("nl-BE", "Welkom, Ann!", "Kijk rond", "Je krijgt deze mail omdat je Shop hebt gevraagd naar", "Afmelden", "lang=\"nl\"")]
    public async Task A_ready_template_is_a_whole_mail_in_the_readers_language(string locale, string greeting, string button, string why, string unsubscribe, string language)
    {
        (await site.ImportAsync("""{ "name": "AutomailReadyTemplates", "templates": [ "welcome-1" ] }""")).ShouldBeEmpty();
        var email = $"welcome-{locale}@box.example".ToLowerInvariant();
        await site.TakeAsync("user.registered", email, $$"""{ "email": "{{email}}", "name": "Ann Smith", "locale": "{{locale}}" }""");

        var record = await site.SendAsync("welcome-1", email);

        record.Reason.ShouldBeNull();
        var mail = site.MailTo(email).ShouldHaveSingleItem();
        var html = mail.HtmlBody!;
        foreach (var text in (string[])[greeting, button, why, $"<bdi>{email}</bdi>", unsubscribe, language, "https://shop.example/automail/unsubscribe/", "<!DOCTYPE html>"])
        {
            html.ShouldContain(text);
        }

        html.ShouldNotContain("{%");
        html.ShouldNotContain("{{");
        mail.TextBody!.ShouldContain(button);
    }

    [Fact]
    public async Task A_cart_is_printed_part_in_part_in_the_readers_currency_and_what_people_wrote_is_encoded()
    {
        (await site.ImportAsync("""{ "name": "AutomailReadyTemplates", "templates": [ "cart-1" ] }""")).ShouldBeEmpty();
        await site.PublishTemplateAsync("cart-of-parts", part => (part.Layout, part.Html) = ("default", """
            {% assign secret = "seen" %}
            {% shape "EmailHeading", text: contact.name %}{% shape "EmailProductCard", name: contact.name, price: 12.5, currency: "EUR" %}
            {% capture bold %}<b>{{ contact.name }}</b>{% endcapture %}{% shape "EmailQuote", text: bold, author: secret %}
            """));

        var html = await site.HtmlAsync("cart-of-parts", "nl");

        html.ShouldContain(">Ann &lt;script&gt;</h2>");
        html.ShouldContain("Ann &lt;script&gt;</h3>");
        System.Net.WebUtility.HtmlDecode(html).Replace('\u00a0', ' ').ShouldContain("€ 12,50");
        html.ShouldContain("<b>Ann &lt;script&gt;</b></blockquote>", Case.Sensitive, "what was captured is encoded once");
        html.ShouldContain(">seen</p>");
    }

    [Theory]
    [InlineData("{% shape \"EmailButon\" %}", "The shape 'EmailButon' cannot be drawn")]
    [InlineData("{% shape contact.nothing %}", "names no part")]
    [InlineData("{% shape \"EmailButton\" url: site.url %}", "The tag 'shape' is not written as it should be")]
    [InlineData("{% shape \"EmailHeading\", text: (1..100000000) %}", "has more than 100000 numbers")]
    public async Task A_part_that_cannot_be_printed_fails_the_mail(string body, string reason)
        => (await site.FailureOfAsync(body)).ShouldContain(reason);

    [Fact]
    public async Task Parts_are_HTML_and_stand_in_no_subject()
    {
        var name = "shaped-subject";
        await site.PublishTemplateAsync(name, part => part.Subject = "{% shape \"EmailHeading\", text: \"Hi\" %}");

        var record = await site.SendAsync(name, await site.SomebodyAsync(null));

        record.Reason.ShouldNotBeNull().ShouldContain("subject: The part 'EmailHeading' cannot be printed here: parts are HTML.");
    }

    [Fact]
    public async Task The_theme_is_put_together_once()
    {
        var first = await site.ThemeAsync();
        await site.PublishTemplateAsync("not-a-part", _ => { });

        (await site.ThemeAsync()).ShouldBeSameAs(first);
        first.Parts.Keys.ShouldContain("EmailFooter__nl");
        first.Parts.Keys.ShouldNotContain(name => name.StartsWith("EmailTemplatePart", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A field of a type that cannot be found would keep the types of the assembly from being listed.</summary>
    [Fact]
    public void A_site_need_not_have_the_module_of_the_Templates_feature()
    {
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

        typeof(SiteMailTheme).Assembly.GetTypes().Where(type => Names(type.BaseType) || type.GetInterfaces().Any(Names) || type.GetFields(All).Any(field => Names(field.FieldType)))
            .Select(type => type.FullName).ShouldBeEmpty();

        static bool Names(Type? type) => type is not null && (type.Assembly.GetName().Name == "OrchardCore.Templates" || type.GetGenericArguments().Any(Names));
    }
}

[Collection(nameof(AdminSite))]
public sealed class LayoutChoiceTests(AdminSite site)
{
    private const string NewTemplate = "/Admin/Contents/ContentTypes/EmailTemplate/Create";

    [Fact]
    public async Task The_editor_offers_the_themes_layout_and_takes_it()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        (await site.WithAsync<TemplateValidator, IReadOnlyList<string>>(validator => validator.LayoutNamesAsync())).ShouldContain("default");

        await SaveAsync(admin, "with-default", "default");
        var page = await SaveAsync(admin, "with-nothing", "defualt");

        System.Net.WebUtility.HtmlDecode(page).ShouldContain("There is no layout 'defualt'.");
        page.ShouldContain("data-valmsg-for=\"EmailTemplatePart.Layout\"");
        (await site.HtmlAsync("with-default")).ShouldContain("am-page");
    }

    [Fact]
    public async Task The_editor_knows_the_themes_parts_and_the_sites_shapes()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var known = await SaveAsync(admin, "known-parts", "default", "<p>{% shape \"EmailDivider\" %}{% shape \"Pager\" %}</p>");
        var unknown = await SaveAsync(admin, "unknown-part", "default", "<p>{% shape \"EmailDivder\" %}</p>");

        known.ShouldNotContain("has no part");
        System.Net.WebUtility.HtmlDecode(unknown).ShouldContain("The theme has no part 'EmailDivder'. Did you mean 'EmailDivider'?");
    }

    [Fact]
    public async Task A_layout_of_the_sites_own_goes_before_the_themes()
    {
        var theme = await site.ThemeAsync();
        ThemeLayouts.NamesIn(theme, ["en"]).ShouldBe(["default"]);
        var more = MailTheme.Create(theme.Parts.Concat(
            ((string[])["EmailLayout__letter", "EmailLayout__letter__nl", "EmailLayout__nl", "EmailLayout__two__columns"]).Select(name => KeyValuePair.Create(name, "{{ content }}"))));
        ThemeLayouts.NamesIn(more, ["en", "nl-BE"]).ShouldBe(["default", "letter", "two-columns"]);

        await site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var item = await contents.NewAsync(TemplateTypes.Layout);
            item.Alter<EmailLayoutPart>(part => (part.Name, part.Html) = ("own", "<html><body><main>{{ content }}</main>{% shape \"EmailFooter\" %}</body></html>"));
            await contents.CreateAsync(item, VersionOptions.Published);
        });

        var html = await site.MailOfAsync("<div>Hi</div>", "own");
        html.ShouldContain("<main><div>Hi</div></main>");
        html.ShouldContain("You get this mail because of something you did at Shop.");
    }

    private static Task<string> SaveAsync(AdminBrowser admin, string name, string layout, string html = "<p>Hi</p>")
        => admin.SubmitAsync(NewTemplate, NewTemplate, new Dictionary<string, string?>
        {
            ["EmailTemplatePart.Name"] = name, ["EmailTemplatePart.Subject"] = "Hi", ["EmailTemplatePart.Html"] = html, ["EmailTemplatePart.Purpose"] = "transactional",
            ["EmailTemplatePart.Layout"] = layout, ["submit.Publish"] = "submit.Publish",
        });
}
