using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>What an administrator does in Orchard's workflow editor.</summary>
[Collection(nameof(DemoSite))]
public sealed class WorkflowEditorStory(DemoSite site)
{
    [Theory]
    [InlineData("Welcome", 6)]
    [InlineData("Cart recovery", 4)]
    [InlineData("Click follow-up", 4)]
    public async Task Every_activity_of_a_journey_opens_in_its_editor_and_is_saved(string journey, int activities)
    {
        await using var window = await site.OpenAdminAsync(1600);
        var page = window.Page;
        await OpenAsync(page, journey);
        var boxes = page.Locator(".workflow-canvas .activity");
        await Assertions.Expect(boxes).ToHaveCountAsync(activities);
        for (var i = 0; i < activities; i++)
        {
            var title = await boxes.Nth(i).GetByRole(AriaRole.Heading).InnerTextAsync();
            await boxes.Nth(i).ClickAsync();
            await page.Locator(".activity-edit-action:visible").ClickAsync();
            await Assertions.Expect(page.Locator("form .ocat-wrapper").First).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
            await Assertions.Expect(boxes).ToHaveCountAsync(activities);
            (await boxes.Nth(i).GetByRole(AriaRole.Heading).InnerTextAsync()).ShouldBe(title);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator(".message-success, .alert-success").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_new_workflow_finds_every_activity_of_automail()
    {
        await using var window = await site.OpenAdminAsync(1600);
        await OpenAsync(window.Page, "Welcome");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add Event" }).ClickAsync();
        foreach (var name in (string[])["User registered", "Cart abandoned", "Order placed", "Link clicked", "Delay", "Sequence finished", "Sequence exited", "Sequence goal reached", "Started by a sequence"])
        {
            await Assertions.Expect(window.Page.Locator(".modal.show .activity").Filter(new() { HasText = name }).First).ToBeVisibleAsync();
        }
    }

    private static async Task OpenAsync(IPage page, string journey)
    {
        await page.GotoAsync("/Admin/Workflows/Types");
        await page.GetByRole(AriaRole.Link, new() { Name = journey, Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = journey })).ToBeVisibleAsync();
    }
}
