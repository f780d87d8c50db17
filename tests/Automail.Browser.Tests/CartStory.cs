using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>What a customer lives through.</summary>
[Collection(nameof(DemoSite))]
public sealed class CartStory(DemoSite site)
{
    [Fact]
    public async Task Whoever_leaves_a_cart_is_reminded_once_follows_the_link_orders_and_hears_no_more_of_it()
    {
        const string Email = "anna@example.com";
        await using var window = await site.OpenAsync();
        var page = window.Page;
        await window.RegisterAsync("Anna Visser", Email, consent: true);
        await window.FillCartAsync();
        await window.MoveClockAsync("One hour on");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Inbox", Exact = true })).ToBeVisibleAsync();
        var subjects = await window.SubjectsAsync(Email);
        subjects.Count.ShouldBe(2, "a welcome and a reminder");
        await page.Locator(".mails li").Filter(new() { HasText = Email }).First.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(subjects[1]);
        var mail = page.FrameLocator("iframe.mail");
        await Assertions.Expect(mail.Locator("body")).ToContainTextAsync("Lantern teapot");

        // The link leads through the tracking to the cart, in a window of its own.
        var cart = await page.RunAndWaitForPopupAsync(() => mail.Locator(".am-button a").ClickAsync());
        await Assertions.Expect(cart.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your cart");

        // The click started a journey of its own, which asks after four hours whether there was an order.
        await window.MoveClockAsync("One hour on", times: 5);
        (await window.SubjectsAsync(Email)).Count.ShouldBe(3, "and an offer of help");

        await page.GotoAsync("/cart");
        await page.GetByRole(AriaRole.Button, new() { Name = "Order" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Thank you");
        await window.MoveClockAsync("One day on");
        (await window.SubjectsAsync(Email)).Count.ShouldBe(3, "the second reminder was for people who had not ordered");
    }

    [Fact]
    public async Task Without_consent_nothing_is_sent()
    {
        const string Email = "bram@example.com";
        await using var window = await site.OpenAsync();
        await window.RegisterAsync("Bram Bakker", Email, consent: false);
        await window.FillCartAsync();
        await window.MoveClockAsync("One day on", times: 2);

        (await window.SubjectsAsync(Email)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cart_that_changes_ends_the_sequence_that_says_so_and_left_again_it_lets_in_again()
    {
        const string Email = "dora@example.com";
        await using var admin = await site.OpenAdminAsync();
        await admin.Page.GotoAsync("/Admin/Contents/ContentTypes/EmailSequence/Create");
        await admin.Page.GetByLabel("Title").FillAsync("Cart left alone");
        await admin.Page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).PressAsync("Enter");
        await admin.Page.GetByLabel("Definition (JSON)").FillAsync($$"""
            { "id": "cart-left-alone", "purpose": "transactional", "trigger": { "event": "cart.abandoned", "if": "contact.email == '{{Email}}'" }, "reentry": { "mode": "always" },
              "exit": { "on": ["cart.updated"] }, "steps": [ { "id": "w1", "wait": "P9D" } ] }
            """);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).First.PressAsync("Enter");
        await Assertions.Expect(admin.Page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("Create"));
        await using var window = await site.OpenAsync();
        await window.RegisterAsync("Dora", Email, consent: false);
        await window.FillCartAsync();
        await window.MoveClockAsync("One hour on");
        await ShouldBeInsideAsync("Active");

        await window.Page.GotoAsync("/products/night-train");
        await window.Main.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your cart");
        await ShouldBeInsideAsync("exit: cart.updated");

        // The cart as it is now is left in its turn, and re-entry is allowed.
        await window.MoveClockAsync("One hour on");
        await ShouldBeInsideAsync("Active", "exit: cart.updated");

        async Task ShouldBeInsideAsync(params string[] passages)
        {
            await admin.Page.GotoAsync("/Admin/Automail/Sequences/cart-left-alone/People");
            var rows = admin.Page.Locator("form[data-role=people] li").Filter(new() { HasText = Email });
            await Assertions.Expect(rows).ToHaveCountAsync(passages.Length);
            for (var i = 0; i < passages.Length; i++)
            {
                await Assertions.Expect(rows.Nth(i)).ToContainTextAsync(passages[i]);
            }
        }
    }

    [Fact]
    public async Task A_visitor_who_orders_without_an_account_is_no_longer_nobody()
    {
        const string Email = "chris@example.com";
        await using var window = await site.OpenAsync(locale: "nl-NL");
        var page = window.Page;
        await page.GotoAsync("/products/night-train");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Nachttrein");
        await window.Main.GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByLabel("Je naam").FillAsync("Chris Mulder");
        await page.GetByLabel("E-mailadres").FillAsync(Email);
        await page.GetByRole(AriaRole.Button, new() { Name = "Bestel" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Dank je wel");
        await Assertions.Expect(page.Locator(".count")).ToHaveTextAsync("0");
    }
}
