using Microsoft.Playwright;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>An operator looks after the people in a sequence.</summary>
[Collection(nameof(DemoSite))]
public sealed class PeopleStory(DemoSite site)
{
    [Fact]
    public async Task People_are_paused_with_a_reason_and_all_of_them_removed()
    {
        await using var shopper = await site.OpenAsync();
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await PublishAsync(page, "Looked after", "looked-after");
        await shopper.RegisterAsync("Paula", "paula@looked-after.example", consent: true);

        await page.GotoAsync("/Admin/Contents/ContentItems/EmailSequence?q=Looked");
        await page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("People in “Looked after”");
        await page.GetByLabel("Tick all on this page").CheckAsync();
        await Expect(page.GetByLabel("Choose paula@looked-after.example")).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Pause 1 person?" })).ToBeVisibleAsync();
        await page.GetByLabel("Reason, which is kept with the passage").FillAsync("on <holiday>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, pause" }).PressAsync("Enter");
        await Expect(page.GetByText("Done for 1 of 1.")).ToBeVisibleAsync();
        await Expect(page.Locator("body")).ToContainTextAsync("operator admin: on <holiday>");

        await page.GetByLabel("To whom").SelectOptionAsync("all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, remove" }).PressAsync("Enter");
        await Expect(page.GetByText("1 of 1 looked at, done for 1")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Progressbar)).ToHaveAttributeAsync("value", "100");
        await page.GetByRole(AriaRole.Link, new() { Name = "People", Exact = true }).Last.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "States" })).ToContainTextAsync("Removed 1");
    }

    [Fact]
    public async Task People_who_are_known_already_are_put_into_a_new_sequence_and_one_of_them_is_looked_at()
    {
        await using var shopper = await site.OpenAsync();
        await shopper.RegisterAsync("Quinn", "quinn@put-in.example", consent: true);
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await PublishAsync(page, "Put in", "put-in");

        await page.GotoAsync("/Admin/Automail/Sequences/put-in/People");
        await page.GetByRole(AriaRole.Link, new() { Name = "Put people in" }).PressAsync("Enter");
        await page.GetByLabel("Condition", new() { Exact = true }).FillAsync("contact.email contains 'put-in.example'");
        await page.GetByLabel("Reason, which is kept with the passage").FillAsync("knows us already");
        await page.GetByRole(AriaRole.Button, new() { Name = "Count" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Put 1 person in?" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "quinn@put-in.example" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, put them in" }).PressAsync("Enter");
        await Expect(page.GetByText("1 of 1 looked at, done for 1")).ToBeVisibleAsync();

        await page.GotoAsync("/Admin/Automail/Sequences/put-in/People");
        await page.GetByRole(AriaRole.Link, new() { Name = "quinn@put-in.example" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Why and why not" })).ToContainTextAsync("operator admin: knows us already");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "What would happen from now" })).ToContainTextAsync("“welcome-1” would be sent");
        await window.ShouldFitAsync();
    }

    [Theory]
    [InlineData(375, ColorScheme.Light)]
    [InlineData(1400, ColorScheme.Dark)]
    public async Task The_pages_fit(int width, ColorScheme scheme)
    {
        await using var window = await site.OpenAdminAsync(width, scheme);
        await PublishAsync(window.Page, "Fits " + width, "fits-" + width);

        foreach (var part in (string[])["People", "Enroll"])
        {
            await window.Page.GotoAsync($"/Admin/Automail/Sequences/fits-{width}/{part}");
            await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await window.ShouldFitAsync();
        }
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static async Task PublishAsync(IPage page, string title, string id)
    {
        await page.GotoAsync("/Admin/Contents/ContentTypes/EmailSequence/Create");
        await page.GetByLabel("Title").FillAsync(title);
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).PressAsync("Enter");
        await page.GetByLabel("Definition (JSON)").FillAsync($$"""{ "id": "{{id}}", "purpose": "transactional", "trigger": { "event": "user.registered" }, "steps": [ { "id": "w1", "wait": "P90D" }, { "id": "m1", "send": "welcome-1" } ] }""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).First.PressAsync("Enter");
        await Assertions.Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("Create"));
    }
}
