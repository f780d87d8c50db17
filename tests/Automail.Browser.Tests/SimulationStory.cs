using Microsoft.Playwright;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>A marketer tries a draft before publishing it.</summary>
[Collection(nameof(DemoSite))]
public sealed class SimulationStory(DemoSite site)
{
    [Theory]
    [InlineData(1400, ColorScheme.Light)]
    [InlineData(375, ColorScheme.Dark)]
    public async Task A_draft_runs_on_sample_people_without_leaving_the_page(int width, ColorScheme scheme)
    {
        await using var window = await site.OpenAdminAsync(width, scheme);
        var page = window.Page;
        await page.GotoAsync("/Admin/Contents/ContentItems/EmailSequence?q=Cart");
        await page.GetByRole(AriaRole.Link, new() { Name = "Cart recovery", Exact = true }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = "Try it on people in virtual time" }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Try “Cart recovery” on people");

        await page.GetByLabel("Sample people", new() { Exact = true }).FillAsync("200");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new("Mails per day") })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Who gets what" })).ToContainTextAsync("@sample.example");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true })).ToBeEnabledAsync();
        await window.ShouldFitAsync();

        await page.GetByLabel("Days").FillAsync("0");
        await page.EvaluateAsync("document.querySelector('[data-role=simulation]').noValidate = true");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("It runs over 1 to 400 days.");
    }
}
