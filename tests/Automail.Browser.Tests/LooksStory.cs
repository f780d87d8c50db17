using Microsoft.Playwright;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>Pages on a telephone and on a desk, by day and by night.</summary>
[Collection(nameof(DemoSite))]
public sealed class LooksStory(DemoSite site)
{
    [Theory]
    [InlineData(400, ColorScheme.Light)]
    [InlineData(400, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task The_shop_fits(int width, ColorScheme scheme)
    {
        await using var window = await site.OpenAsync(width, scheme);
        await window.FillCartAsync();
        foreach (var path in (string[])["/", "/products/white-peak", "/cart", "/account/register", "/account/login", "/demo"])
        {
            await window.Page.GotoAsync(path);
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await window.ShouldFitAsync();
        }
    }
}
