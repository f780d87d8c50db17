using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>Steps that tell the team and another system, and the page with their secret.</summary>
[Collection(nameof(DemoSite))]
public sealed class TellingStepsStory(DemoSite site)
{
    private const string NewSequence = "/Admin/Contents/ContentTypes/EmailSequence/Create";
    private const string Webhooks = "/Admin/Automail/Webhooks";

    [Fact]
    public async Task Both_steps_are_filled_in_by_keyboard_and_what_is_wrong_stands_beside_its_field()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(NewSequence);

        await AddByKeyAsync(page, "Tell the team");
        var tell = Card(page, 0);
        await Expect(tell.GetByLabel("To", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("sales@shop.example, boss");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("{{ contact.name wants a call");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Dear team,");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("{{ contact.email }} looked around.");
        await page.Keyboard.PressAsync("Tab");

        await Expect(tell.GetByLabel("To", new() { Exact = true })).ToHaveAttributeAsync("aria-invalid", "true");
        await tell.GetByLabel("To", new() { Exact = true }).FillAsync("sales@shop.example, boss@shop.example");
        await Expect(tell.GetByText("The text cannot be read")).ToBeVisibleAsync();
        await tell.GetByLabel("Subject").FillAsync("{{ contact.name }} wants a call");
        await tell.GetByLabel("Subject").PressAsync("Tab");
        await Expect(tell.Locator("[data-role=summary]").First).ToHaveTextAsync("Tell sales@shop.example, boss@shop.example by mail: “{{ contact.name }} wants a call”");
        await Expect(tell.Locator("[aria-invalid=true]")).ToHaveCountAsync(0);

        await AddByKeyAsync(page, "Call a webhook");
        var call = Card(page, 1);
        await call.GetByLabel("Address").FillAsync("http://crm.internal/hook");
        await call.GetByLabel("Address").PressAsync("Tab");
        await Expect(call.GetByText("The address is not encrypted")).ToBeVisibleAsync();
        await call.GetByLabel("Address").FillAsync("https://crm.example/hook");
        await call.GetByLabel("Address").PressAsync("Tab");
        await Expect(call.Locator("[data-role=summary]").First).ToHaveTextAsync("Call https://crm.example/hook");
        (await call.GetByRole(AriaRole.Link, new() { Name = "Webhooks" }).GetAttributeAsync("href")).ShouldNotBeNull().ShouldEndWith(Webhooks);

        (await StepsAsync(page)).ShouldBe(
            """[{"id":"n1","notify":["sales@shop.example","boss@shop.example"],"subject":"{{ contact.name }} wants a call","message":"Dear team,\n{{ contact.email }} looked around."},{"id":"c1","webhook":"https://crm.example/hook"}]""");
        await tell.GetByLabel("To", new() { Exact = true }).FillAsync("sales@shop.example");
        (await StepsAsync(page)).ShouldContain("\"notify\":\"sales@shop.example\"");
    }

    [Fact]
    public async Task The_secret_is_shown_on_request_and_replaced_and_own_hosts_are_checked()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(Webhooks);

        await Expect(page.GetByLabel("The secret", new() { Exact = true })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the secret" }).PressAsync("Enter");
        var secret = page.GetByLabel("The secret", new() { Exact = true });
        await Expect(secret).ToHaveValueAsync(new Regex("^whsec_"));
        var before = await secret.InputValueAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace the secret" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop using the former one" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the secret" }).PressAsync("Enter");
        await Expect(secret).ToHaveValueAsync(new Regex("^whsec_"));
        (await secret.InputValueAsync()).ShouldNotBe(before);

        var hosts = page.GetByLabel("Hosts of your own network, one a line");
        await hosts.FillAsync("crm.internal\nhttps://x");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).PressAsync("Enter");
        await Expect(hosts).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(hosts).ToHaveValueAsync("crm.internal\nhttps://x");
        await hosts.FillAsync("crm.internal");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).PressAsync("Enter");
        await Expect(page.GetByText("The hosts are saved.")).ToBeVisibleAsync();
        await Expect(hosts).ToHaveValueAsync("crm.internal");
    }

    [Theory]
    [InlineData(375, ColorScheme.Light, "ltr")]
    [InlineData(375, ColorScheme.Dark, "rtl")]
    [InlineData(1400, ColorScheme.Dark, "ltr")]
    public async Task Page_and_steps_fit(int width, ColorScheme scheme, string direction)
    {
        await using var window = await site.OpenAdminAsync(width, scheme);
        var page = window.Page;
        await page.GotoAsync(Webhooks);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the secret" }).PressAsync("Enter");
        await Expect(page.GetByLabel("The secret", new() { Exact = true })).ToBeVisibleAsync();
        await window.ShouldFitAsync();

        await page.GotoAsync(NewSequence);
        await page.Locator(".automail-sequence").EvaluateAsync("(section, direction) => section.dir = direction", direction);
        await AddByKeyAsync(page, "Tell the team");
        await AddByKeyAsync(page, "Call a webhook");
        await Expect(Card(page, 1).GetByLabel("Address")).ToBeVisibleAsync();
        await window.ShouldFitAsync();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static ILocator Card(IPage page, int index) => page.Locator("[data-role=steps] > .automail-list > ol > .automail-step").Nth(index);

    private static async Task AddByKeyAsync(IPage page, string kind)
    {
        await page.Locator("[data-role=steps] > .automail-list > .automail-add > button").PressAsync("Enter");
        await page.Locator(".dropdown-menu.show").GetByRole(AriaRole.Button, new() { Name = kind, Exact = true }).PressAsync("Enter");
    }

    private static async Task<string> StepsAsync(IPage page)
        => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(await page.Locator("textarea[data-role=definition]").InputValueAsync()).GetProperty("steps"), Options);

    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
