using Automail.Engine.Delivery;
using Automail.Engine.Templates;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.DisplayManagement.Descriptors;
using OrchardCore.Environment.Shell;
using OrchardCore.Templates.Models;
using OrchardCore.Templates.Services;
using OrchardCore.Themes.Services;
using Shouldly;

namespace Automail.OrchardModule.Tests.Templates.Theme;

/// <summary>A site with the theme Garden and Orchard's Templates feature switched on; which theme it shows is up to the test.</summary>
public sealed class GardenSite : Site
{
    public const string Theme = "Garden.Theme";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await InScopeAsync(async services =>
        {
            var features = services.GetRequiredService<IShellFeaturesManager>();
            var wanted = (await features.GetAvailableFeaturesAsync()).Where(feature => feature.Id is "OrchardCore.Templates" or "TheTheme" or Theme).ToList();
            wanted.Count.ShouldBe(3);
            await features.EnableFeaturesAsync(wanted, force: true);
        });
    }

    /// <summary>Makes a theme the site's, as the page of themes does.</summary>
    public Task ShowAsync(string theme) => InScopeAsync(services => services.GetRequiredService<ISiteThemeService>().SetSiteThemeAsync(theme));

    /// <summary>Writes a part in the Templates feature.</summary>
    public Task EditPartAsync(string name, string liquid)
        => InScopeAsync(services => services.GetRequiredService<TemplatesManager>().UpdateTemplateAsync(name, new Template { Content = liquid }));

    /// <summary>Takes a part out of the Templates feature.</summary>
    public Task RemovePartAsync(string name) => InScopeAsync(services => services.GetRequiredService<TemplatesManager>().RemoveTemplateAsync(name));

    protected override void ConfigureTenant(IServiceCollection services)
    {
        base.ConfigureTenant(services);
        services.AddScoped<IShapeTableProvider, RazorParts>();
    }
}

/// <summary>Mails with the parts of a site's theme.</summary>
internal static class ThemeActs
{
    private static int _mails;

    /// <summary>The HTML of a template's mail to somebody.</summary>
    public static async Task<string> HtmlAsync(this Site site, string template, string? locale = null)
    {
        var email = await site.SomebodyAsync(locale);
        var record = await site.SendAsync(template, email);
        record.State.ShouldBe(SendState.Sent, record.Reason);
        return site.MailTo(email).ShouldHaveSingleItem().HtmlBody.ShouldNotBeNull();
    }

    /// <summary>The HTML of a mail with this body and the layout.</summary>
    public static Task<string> MailOfAsync(this Site site, string body, string? layout = null, string? locale = null)
        => site.PublishAsync(body, layout, template => site.HtmlAsync(template, locale));

    /// <summary>Why a mail with this body could not be made.</summary>
    public static Task<string> FailureOfAsync(this Site site, string body, string? layout = null)
        => site.PublishAsync(body, layout, async template =>
        {
            var email = await site.SomebodyAsync(null);
            var record = await site.SendAsync(template, email);
            record.State.ShouldBe(SendState.Failed);
            site.MailTo(email).ShouldBeEmpty();
            return record.Reason.ShouldNotBeNull();
        });

    /// <summary>The parts that the site's mails are made of now.</summary>
    public static Task<MailTheme> ThemeAsync(this Site site)
        => site.WithAsync<OrchardModule.Templates.Theme.SiteMailTheme, MailTheme>(async themes => await themes.GetAsync());

    /// <summary>A contact that no other test has.</summary>
    public static async Task<string> SomebodyAsync(this Site site, string? locale)
    {
        var email = $"reader{Interlocked.Increment(ref _mails)}@theme.example";
        await site.TakeAsync("user.registered", email, $$"""{ "email": "{{email}}", "name": "Ann <script>", "locale": "{{locale ?? "en"}}" }""");
        return email;
    }

    private static async Task<T> PublishAsync<T>(this Site site, string body, string? layout, Func<string, Task<T>> send)
    {
        var name = $"themed-{Interlocked.Increment(ref _mails)}";
        await site.PublishTemplateAsync(name, part => (part.Html, part.Layout) = (body, layout));
        return await send(name);
    }
}
