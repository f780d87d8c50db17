using Microsoft.Playwright;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>One site and one browser for all stories, which run one after another: they share the site's clock.</summary>
[CollectionDefinition(nameof(DemoSite))]
public sealed class DemoSiteCollection : ICollectionFixture<DemoSite>;

/// <summary>The demo site in a browser. Where no Chromium is installed the stories are skipped.</summary>
public sealed class DemoSite : IAsyncLifetime
{
    private SiteProcess? _site;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Find() is not { } executable)
        {
            return;
        }

        _site = await SiteProcess.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.StartAsync(_playwright, executable);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }
    }

    /// <summary>A window of somebody new.</summary>
    public async Task<Window> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light, string locale = "en-GB")
    {
        Assert.SkipWhen(_browser is null, $"No Chromium was found; the variable {Chromium.Variable} can name one.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = _site!.Address.ToString(),
            ColorScheme = scheme,
            Locale = locale,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        return new Window(context, await context.NewPageAsync());
    }

    /// <summary>A window of the administrator.</summary>
    public async Task<Window> OpenAdminAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var window = await OpenAsync(width, scheme);
        await window.Page.GotoAsync("/Login");
        await window.Page.Locator("[name='LoginForm.UserName']").FillAsync("admin");
        await window.Page.Locator("[name='LoginForm.Password']").FillAsync(SiteProcess.AdminPassword);
        await window.Page.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(window.Page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/Login"));
        return window;
    }
}
