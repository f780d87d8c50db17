using Microsoft.Playwright;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>A marketer looks at what happened at the steps of a sequence that runs, of all versions and of one.</summary>
[Collection(nameof(DemoSite))]
public sealed class NumbersStory(DemoSite site)
{
    [Theory]
    [InlineData(375, ColorScheme.Light)]
    [InlineData(375, ColorScheme.Dark)]
    [InlineData(1400, ColorScheme.Light)]
    [InlineData(1400, ColorScheme.Dark)]
    public async Task Steps_show_what_happened_in_all_versions_or_in_the_one_that_is_chosen_by_keyboard(int width, ColorScheme scheme)
    {
        var id = $"numbers-{width}-{scheme}".ToLowerInvariant();
        await using var shopper = await site.OpenAsync();
        await using var second = await site.OpenAsync();
        await using var window = await site.OpenAdminAsync(width, scheme);
        var page = window.Page;
        await page.GotoAsync("/Admin/Contents/ContentTypes/EmailSequence/Create");
        await page.GetByLabel("Title").FillAsync(id);
        await FillAsync(page, Definition(id, """{ "id": "t1", "set": { "tags": { "add": ["seen"] } } }, { "id": "m1", "send": "welcome-1" }, { "id": "w1", "wait": "P90D" }"""));
        var edit = await PublishAsync(page, id);
        await shopper.RegisterAsync("Nora", $"nora@{id}.example", consent: true);
        await shopper.MoveClockAsync("One hour on");
        await page.GotoAsync(edit);
        await FillAsync(page, Definition(id, """{ "id": "m1", "send": "welcome-1" }, { "id": "w2", "wait": "P90D" }"""));
        await PublishAsync(page, id);
        await second.RegisterAsync("Otto", $"otto@{id}.example", consent: true);

        // What is due is done, and counted, when the clock has moved.
        await second.MoveClockAsync("One hour on");

        await page.GotoAsync(edit);
        await Expect(Step(page, "m1")).ToContainTextAsync("2 sent");
        await Expect(Step(page, "w2")).ToContainTextAsync("1 waits here");
        await Expect(page.Locator("[data-role='elsewhere']")).ToContainTextAsync("1 went on");
        await window.ShouldFitAsync();

        var choice = page.GetByLabel("Numbers of");
        await choice.FocusAsync();
        await choice.SelectOptionAsync("1");
        await Expect(Step(page, "m1")).ToContainTextAsync("1 sent");
        await Expect(Step(page, "w2").Locator("[data-role='numbers']")).ToBeHiddenAsync();
        await Expect(page.Locator("[data-role='said']")).ToHaveTextAsync("Numbers of version 1 are shown.");
        await Expect(page.Locator("[data-role='elsewhere']")).ToContainTextAsync("1 waits here");

        await choice.SelectOptionAsync("2");
        await Expect(Step(page, "m1")).ToContainTextAsync("1 sent");
        await Expect(page.Locator("[data-role='elsewhere']")).ToBeHiddenAsync();
        await window.ShouldFitAsync();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static ILocator Step(IPage page, string id) => page.Locator(".automail-step").Filter(new() { Has = page.Locator($"[data-role='id']:text-is('{id}')") });

    /// <summary>For those only who register with an address of this story: others share the site, and count their mails.</summary>
    private static string Definition(string id, string steps)
        => $$"""{ "id": "{{id}}", "purpose": "transactional", "trigger": { "event": "user.registered", "if": "contact.email contains '@{{id}}.example'" }, "steps": [ {{steps}} ] }""";

    private static async Task FillAsync(IPage page, string json)
    {
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).PressAsync("Enter");
        await page.GetByLabel("Definition (JSON)").FillAsync(json);
    }

    /// <summary>Publishes, and tells where the editor of the sequence is.</summary>
    private static async Task<string> PublishAsync(IPage page, string title)
    {
        var before = page.Url;
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).First.PressAsync("Enter");
        await Assertions.Expect(page).Not.ToHaveURLAsync(before);
        await page.GotoAsync("/Admin/Contents/ContentItems/EmailSequence?q=" + Uri.EscapeDataString(title));
        await page.GetByRole(AriaRole.Link, new() { Name = title, Exact = true }).First.PressAsync("Enter");
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync(title);
        return page.Url;
    }
}
