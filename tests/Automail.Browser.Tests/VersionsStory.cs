using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>A marketer changes a sequence while somebody is in it, and decides what happens to who is inside.</summary>
[Collection(nameof(DemoSite))]
public sealed class VersionsStory(DemoSite site)
{
    [Fact]
    public async Task A_draft_is_published_and_people_move_to_it_after_a_preview_by_keyboard()
    {
        await using var shopper = await site.OpenAsync();
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await WriteAsync(page, "Moved over", "moved-over", """{ "id": "w1", "wait": "P90D" }, { "id": "w2", "wait": "P60D" }, { "id": "m1", "send": "welcome-1" }""", "Publish");
        await shopper.RegisterAsync("Vera", "vera@moved-over.example", consent: true);
        await EditAsync(page, "Moved over", """{ "id": "w2", "wait": "P30D" }, { "id": "m1", "send": "welcome-1" }""");

        await GoToVersionsAsync(page);
        await Expect(page.Locator("body")).ToContainTextAsync("The draft would be version 2.");
        await Expect(page.Locator("body")).ToContainTextAsync("Changed: w2: Wait 60 days → Wait 30 days");
        await Expect(page.GetByLabel("Those at w1 go on with")).ToHaveValueAsync("step:w2");
        await PressAsync(page.GetByLabel("move to version 2, as it says below"), "Space");
        await Expect(page.GetByLabel("move to version 2, as it says below")).ToBeCheckedAsync();
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Preview" }), "Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "vera@moved-over.example" })).ToBeVisibleAsync();
        await Expect(page.Locator("body")).ToContainTextAsync("Goes on with w2: Wait 30 days");
        await Expect(page.Locator("body")).ToContainTextAsync("“welcome-1” would be sent");
        await page.GetByLabel("Reason, which is kept with the passage").FillAsync("shorter");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Publish and move as shown" }), "Enter");

        await Expect(page.Locator("body")).ToContainTextAsync("Version 2 is published, and people are being moved to it.");
        await Expect(page.Locator("body")).ToContainTextAsync("1 of 1 done: 1 moved");
        await Expect(page.Locator("body")).ToContainTextAsync("Nobody is inside of an earlier version");
    }

    [Theory]
    [InlineData(375, ColorScheme.Light)]
    [InlineData(375, ColorScheme.Dark)]
    [InlineData(1400, ColorScheme.Dark)]
    public async Task The_page_fits(int width, ColorScheme scheme)
    {
        var name = $"Versions fit {width} {scheme}";
        var id = $"versions-fit-{width}-{scheme}".ToLowerInvariant();
        await using var shopper = await site.OpenAsync();
        await using var window = await site.OpenAdminAsync(width, scheme);
        var page = window.Page;
        await WriteAsync(page, name, id, """{ "id": "w1", "wait": "P90D" }, { "id": "m1", "send": "welcome-1" }""", "Publish");
        await shopper.RegisterAsync("Wim", $"wim@{id}.example", consent: true);
        await EditAsync(page, name, """{ "id": "a-step-with-quite-a-long-name-that-nobody-would-give", "wait": "P30D" }, { "id": "m1", "send": "welcome-1" }""");

        await GoToVersionsAsync(page);
        await window.ShouldFitAsync();
        await PressAsync(page.GetByLabel("move to version 2, as it says below"), "Space");
        await PressAsync(page.GetByRole(AriaRole.Button, new() { Name = "Preview" }), "Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Publish and move as shown" })).ToBeVisibleAsync();
        await window.ShouldFitAsync();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static async Task PressAsync(ILocator locator, string key)
    {
        await Expect(locator).ToBeVisibleAsync();
        await locator.PressAsync(key);
    }

    private static async Task GoToVersionsAsync(IPage page)
    {
        await PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Versions and the people in them" }), "Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Versions and the people in them");
    }

    private static async Task WriteAsync(IPage page, string title, string id, string steps, string button)
    {
        await page.GotoAsync("/Admin/Contents/ContentTypes/EmailSequence/Create");
        await page.GetByLabel("Title").FillAsync(title);
        await FillAsync(page, $$"""{ "id": "{{id}}", "purpose": "transactional", "trigger": { "event": "user.registered" }, "steps": [ {{steps}} ] }""");
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.PressAsync("Enter");
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex("Create"));
    }

    /// <summary>Keeps other steps as a draft, and looks at the editor again.</summary>
    private static async Task EditAsync(IPage page, string title, string steps)
    {
        await page.GotoAsync("/Admin/Contents/ContentItems/EmailSequence?q=" + Uri.EscapeDataString(title));
        await page.GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).First.PressAsync("Enter");
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync(title);
        var edit = page.Url;
        var before = await page.GetByLabel("Definition (JSON)").InputValueAsync();
        await FillAsync(page, Regex.Replace(before, "\"steps\".*", $"\"steps\": [ {steps} ] }}", RegexOptions.Singleline));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save Draft", Exact = true }).First.PressAsync("Enter");
        await Assertions.Expect(page).Not.ToHaveURLAsync(edit);
        await page.GotoAsync(edit);
    }

    private static async Task FillAsync(IPage page, string json)
    {
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).PressAsync("Enter");
        await page.GetByLabel("Definition (JSON)").FillAsync(json);
    }
}
