using System.Text.RegularExpressions;
using Automail.Engine;
using Automail.Engine.Tracking;
using Automail.OrchardModule.Delivery;
using Automail.OrchardModule.Delivery.Settings;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.Options;
using OrchardCore.Email;
using OrchardCore.Email.Services;
using OrchardCore.Settings;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Delivery;

public sealed partial class SettingsPageTests(Site site) : IClassFixture<Site>
{
    private const string Page = "/Admin/Settings/email";

    [Fact]
    public async Task What_the_form_takes_is_in_force_at_once_and_comes_back()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await SaveAsync(admin, new()
        {
            ["FromAddress"] = "hello@shop.example",
            ["FromName"] = "The Shop",
            ["PostalAddress"] = "Main Street 1\nTown",
            ["CartIdleMinutes"] = "90",
            ["FrequencyCap"] = "3",
            ["CapPeriodHours"] = "48",
            ["QuietFrom"] = "21:00",
            ["QuietTo"] = "08:30",
            ["UserName"] = "account",
            ["Password"] = "s3cret-of-the-server",
            ["TrackLinks"] = null,
            ["UtmSource"] = "shop",
            ["UtmCampaign"] = "spring & summer",
        });

        page.ShouldContain("hello@shop.example");
        page.ShouldNotContain("s3cret-of-the-server");
        var profile = await site.WithAsync<Engine.ISite, SiteProfile>(async orchard => await orchard.GetProfileAsync());
        (profile.From.Address, profile.From.Name).ShouldBe(("hello@shop.example", "The Shop"));
        profile.CartIdle.ShouldBe(TimeSpan.FromMinutes(90));
        (profile.Gate.Cap, profile.Gate.CapPeriod).ShouldBe((3, TimeSpan.FromHours(48)));
        profile.Gate.SendingHours.ShouldNotBeNull();
        profile.TrackLinks.ShouldBeFalse();
        profile.Utm.ShouldBe(new UtmTags("shop", "email", "spring & summer"));
        var kept = await site.WithAsync<ISiteService, AutomailSettings>(async sites => (await sites.GetSiteSettingsAsync()).GetOrCreate<AutomailSettings>());
        kept.ProtectedPassword.ShouldNotBeNull().ShouldNotContain("s3cret");
        kept.Delivery.ShouldBeNull("the configuration goes on to decide what the form left as it was");
    }

    [Fact]
    public async Task A_password_stays_when_none_is_entered()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await SaveAsync(admin, new() { ["UserName"] = "account", ["Host"] = "mail.shop.example", ["Password"] = "first" });

        await SaveAsync(admin, new() { ["FromName"] = "Other", ["Password"] = "" });

        var options = await site.WithAsync<AutomailSettingsReader, AutomailOptions>(async reader => await reader.GetAsync());
        options.Smtp.ShouldNotBeNull().Password.ShouldBe("first");
    }

    [Theory]
    [InlineData("FromAddress", "nobody", "is not an e-mail address")]
    [InlineData("Port", "70000", "The port is not between")]
    [InlineData("Host", "no host", "is not a host name")]
    [InlineData("PickupFolder", "../../outside", "leads out of the site")]
    [InlineData("QuietFrom", "21:00", "Quiet hours need both")]
    [InlineData("UtmSource", "shop\nshop", "A UTM tag has to be one line")]
    public async Task What_cannot_be_used_is_refused_and_named(string field, string value, string problem)
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        var before = await site.WithAsync<Engine.ISite, SiteProfile>(async orchard => await orchard.GetProfileAsync());

        var page = await SaveAsync(admin, new() { ["QuietFrom"] = "", ["QuietTo"] = "", ["FromName"] = "Refused", [field] = value });

        page.ShouldContain(problem);
        (await site.WithAsync<Engine.ISite, SiteProfile>(async orchard => await orchard.GetProfileAsync())).From.ShouldBe(before.From);
    }

    [Fact]
    public async Task Links_to_the_site_carry_the_tags_that_the_form_sets()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        await SaveAsync(admin, new() { ["TrackLinks"] = "true", ["UtmSource"] = "shop", ["UtmMedium"] = "", ["UtmCampaign"] = "", ["FromName"] = "Tagger" });
        await site.TakeAsync("contact.updated", "tagged@utm.example", """{ "name": "Ann" }""");
        await site.PublishTemplateAsync("tagged", part => part.Html =
            "<a href=\"/mugs?a=1#top\">Mugs</a><a href=\"/plain\" data-utm=\"off\">Plain</a><a href=\"https://elsewhere.example/\">Elsewhere</a>");

        await site.SendAsync("tagged", "tagged@utm.example");

        var html = site.MailTo("tagged@utm.example").ShouldHaveSingleItem().HtmlBody!;
        var targets = await site.WithAsync<ITokenProtector, IReadOnlyList<string?>>(tokens => Task.FromResult<IReadOnlyList<string?>>(
            [.. ClickTokens().Matches(html).Select(match => tokens.Unprotect(match.Groups[1].Value)?.Url)]));
        targets.ShouldBe(["https://shop.example/mugs?a=1&utm_source=shop&utm_medium=email&utm_campaign=test#top", "https://shop.example/plain", "https://elsewhere.example/"]);
        html.ShouldNotContain("data-utm");
    }

    [Fact]
    public async Task The_page_is_not_for_everybody()
    {
        using var browser = site.NewBrowser();

        using var response = await browser.GetAsync("/Admin/Automail/SendTest", TestContext.Current.CancellationToken);

        response.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/Login");
    }

    [Fact]
    public async Task A_test_mail_shows_the_answer()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await admin.SubmitAsync("/Admin/Automail/SendTest", "/Admin/Automail/SendTest", new Dictionary<string, string?> { ["To"] = "tester@mail.test" });

        page.ShouldContain("Written to");
        site.MailTo("tester@mail.test").ShouldHaveSingleItem().Subject.ShouldBe("Automail: a test");
    }

    [Fact]
    public async Task The_admin_menu_leads_to_the_pages()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        var page = await admin.PageAsync("/Admin");

        page.ShouldContain("Mail log");
        page.ShouldContain("/Admin/Contents/ContentItems/EmailTemplate");
    }

    [Fact]
    public async Task The_mail_of_other_modules_goes_on_as_before_until_the_site_chooses()
    {
        var chosen = await site.WithAsync<IOptions<EmailOptions>, string>(options => Task.FromResult(options.Value.DefaultProviderName));
        var offered = await site.WithAsync<IOptions<EmailProviderOptions>, bool>(options => Task.FromResult(options.Value.Providers[AutomailSmtpProvider.Name].IsEnabled));

        chosen.ShouldBe("DefaultSMTP");
        offered.ShouldBeTrue();
    }

    [GeneratedRegex("/automail/c/([A-Za-z0-9_-]+)")]
    private static partial Regex ClickTokens();

    private static Task<string> SaveAsync(AdminBrowser admin, Dictionary<string, string?> changes)
        => admin.SubmitAsync(Page, Page, changes.ToDictionary(change => $"ISite.AutomailSettings.{change.Key}", change => change.Value));
}
