using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Templates.Theme;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Stories;

/// <summary>
/// A shop sends the ready templates, gives its site a theme of its own, and then lets the marketer change the footer in the admin: what docs/theme-developers.md
/// tells, on a real site.
/// </summary>
public sealed class ThemeOverrideStory(GardenSite site) : IClassFixture<GardenSite>
{
    [Fact]
    public async Task A_shop_restyles_its_mails_by_a_theme_and_then_in_the_admin()
    {
        await site.InScopeAsync(services => services.GetRequiredService<ReadyTemplateStore>().PublishAsync(ReadyTemplates.All["order-thanks"], overwrite: false));
        site.Errors.Clear();

        // Before anybody does anything, mails look as they come.
        await site.ShowAsync("TheTheme");
        (await site.HtmlAsync("order-thanks", "en")).ShouldContain("You get this mail because of something you did at Shop.");
        (await site.HtmlAsync("order-thanks", "nl")).ShouldContain("Je krijgt deze mail vanwege iets");

        // The theme developer's theme, on top of the one that the site has.
        await site.ShowAsync(GardenSite.Theme);
        var english = await site.HtmlAsync("order-thanks", "en");
        var dutch = await site.HtmlAsync("order-thanks", "nl-BE");
        english.ShouldContain("Sent with green fingers by Shop");
        english.ShouldContain("#2e5d34", Case.Sensitive, "the garden's green");
        dutch.ShouldContain("Met groene vingers verstuurd door Shop");
        foreach (var mail in (string[])[english, dutch])
        {
            mail.ShouldContain("&#127793;");
            mail.ShouldContain("https://shop.example/automail/preferences/");
            mail.ShouldContain("class=\"am-card am-text\"", Case.Sensitive, "the layout is still the one that came with Automail");
        }

        // The marketer's footer for the season, and its end.
        await site.EditPartAsync("EmailFooter", "<p>Closed in January. <a href=\"{{ preferences_url }}\">Choose what you get</a></p>");
        (await site.HtmlAsync("order-thanks", "en")).ShouldContain("Closed in January.");
        (await site.HtmlAsync("order-thanks", "nl")).ShouldContain("Met groene vingers", Case.Sensitive, "the Dutch footer is a part of its own");
        await site.RemovePartAsync("EmailFooter");
        (await site.HtmlAsync("order-thanks", "en")).ShouldContain("Sent with green fingers by Shop");

        site.Errors.Lines.ShouldBeEmpty();
    }
}
