using System.Text.Json;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>A marketer makes a sequence and never sees JSON.</summary>
[Collection(nameof(DemoSite))]
public sealed class SequenceEditorStory(DemoSite site)
{
    private const string NewSequence = "/Admin/Contents/ContentTypes/EmailSequence/Create";

    [Fact]
    public async Task A_step_shows_its_mail_for_a_sample_contact()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(NewSequence);
        await AddAsync(page, "Send a mail");
        await Card(page, 0).GetByLabel("Template").SelectOptionAsync("cart-1");

        var mail = Card(page, 0).Locator("[data-role=mail]");
        await Expect(mail.Locator("[data-role=subject]")).ToContainTextAsync("your cart is waiting");
        await Expect(mail.Locator("iframe")).Not.ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("."));
        await mail.Locator("summary").PressAsync("Enter");

        // The first mail that a site makes takes its time on a busy machine.
        await Expect(mail.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Name = "Your cart is waiting" })).ToBeVisibleAsync(new() { Timeout = 60_000 });

        await Card(page, 0).GetByLabel("Template").SelectOptionAsync("welcome-2");
        await Expect(mail.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Name = "Your cart is waiting" })).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await Expect(mail.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task A_welcome_of_three_steps_is_made_by_mouse_and_keyboard_and_published()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(NewSequence);
        await page.GetByLabel("Title").FillAsync("Welcome by hand");

        // With the mouse.
        await AddAsync(page, "Send a mail");
        await Card(page, 0).GetByLabel("Template").SelectOptionAsync("welcome-1");
        await Expect(Card(page, 0).Locator("[data-role=summary]").First).ToHaveTextAsync("Send “welcome-1”");
        (await Card(page, 0).GetByRole(AriaRole.Link, new() { Name = "Open the template" }).GetAttributeAsync("href")).ShouldNotBeNull().ShouldContain("/Admin/Contents/ContentItems/");
        await AddAsync(page, "Send a mail");
        await Card(page, 1).GetByLabel("Template").SelectOptionAsync("welcome-2");

        // With the keyboard alone: a wait at the end, which then moves up between the mails.
        await page.Locator(".automail-add-last").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".dropdown-menu.show")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Card(page, 2).GetByLabel("Amount").First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("2");
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(Card(page, 2).GetByRole(AriaRole.Button, new() { Name = "Move up" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-role=said]")).ToHaveTextAsync("Moved to place 2 of 3.");
        await Expect(Card(page, 1).GetByRole(AriaRole.Button, new() { Name = "Move up" })).ToBeFocusedAsync();

        await Expect(page.Locator("[data-role=lines] li")).ToHaveTextAsync(
        [
            "Starts when somebody registers. Once for each contact.",
            "As soon as somebody registers: “welcome-1”",
            "2 days after somebody registers: “welcome-2”",
        ]);
        await Expect(page.Locator("[data-role=problems] .text-bg-danger")).ToHaveCountAsync(0);

        // For nobody who registers in the other stories.
        await page.Locator("[data-field='trigger.if'] input").FillAsync("contact.attributes.welcomedByHand");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).First.ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("Create"));

        (await StoredAsync(page, "Welcome by hand")).ShouldBe("""
            {"id":"welcome-by-hand","trigger":{"event":"user.registered","if":"contact.attributes.welcomedByHand"},"steps":[{"id":"m1","send":"welcome-1"},{"id":"w1","wait":"P2D"},{"id":"m2","send":"welcome-2"}]}
            """);
    }

    [Fact]
    public async Task What_is_emptied_leaves_the_definition()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(NewSequence);
        await AddByKeyAsync(page, "Wait");
        var (condition, spread) = (page.Locator("[data-field='trigger.if'] input"), Card(page, 0).Locator("[data-field='spread'] input"));
        await condition.FillAsync("contact.orderCount > 0");
        await spread.FillAsync("2");
        (await JsonAsync(page)).ShouldBe("""{"trigger":{"event":"user.registered","if":"contact.orderCount \u003E 0"},"steps":[{"id":"w1","wait":"P1D","spread":"PT2H"}]}""");

        await condition.FillAsync("");
        await spread.FillAsync("");

        (await JsonAsync(page)).ShouldBe("""{"trigger":{"event":"user.registered"},"steps":[{"id":"w1","wait":"P1D"}]}""");

        // What a sequence cannot do without stays, empty, to be told.
        await page.Locator("[data-field='trigger.event'] input").FillAsync("");
        (await JsonAsync(page)).ShouldBe("""{"trigger":{"event":""},"steps":[{"id":"w1","wait":"P1D"}]}""");
    }

    [Fact]
    public async Task Steps_are_dragged_duplicated_folded_removed_and_brought_back_and_go_into_branches()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(NewSequence);
        await AddAsync(page, "Wait");
        await AddAsync(page, "Send a mail");
        await AddAsync(page, "If, else");

        // Dragged before the wait.
        await Expect(Card(page, 1).Locator("[data-role=badge]").First).ToBeVisibleAsync();
        await Expect(Card(page, 2).Locator("[data-role=badge]").First).ToBeVisibleAsync();
        await Card(page, 0).Locator(".card").First.EvaluateAsync("card => card.scrollIntoView({ block: 'center', behavior: 'instant' })");
        await Card(page, 1).Locator("[data-role=handle]").First.HoverAsync();
        await page.Mouse.DownAsync();
        var target = (await Card(page, 0).Locator(".card-header").First.BoundingBoxAsync()).ShouldNotBeNull();
        await page.Mouse.MoveAsync(target.X + 200, target.Y + 40, new() { Steps = 4 });
        await page.Mouse.MoveAsync(target.X + 200, target.Y + 2, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        await Expect(page.Locator(".automail-step code").First).ToHaveTextAsync("m1");

        // One down from before the condition is inside of its first branch.
        await Card(page, 1).GetByRole(AriaRole.Button, new() { Name = "Move down" }).First.ClickAsync();
        await Expect(page.Locator("[data-role=said]")).ToHaveTextAsync("If it holds: Moved to place 1 of 1.");
        (await StepsAsync(page)).ShouldBe("""[{"id":"m1","send":""},{"id":"b1","if":"","then":[{"id":"w1","wait":"P1D"}],"else":[]}]""");

        await Card(page, 1).GetByRole(AriaRole.Button, new() { Name = "Duplicate" }).First.ClickAsync();
        (await StepsAsync(page)).ShouldContain("""{"id":"b2","if":"","then":[{"id":"w2","wait":"P1D"}],"else":[]}""");
        await Card(page, 1).GetByRole(AriaRole.Button, new() { Name = "Remove" }).First.ClickAsync();
        (await StepsAsync(page)).ShouldNotContain("b1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        (await StepsAsync(page)).ShouldContain("b1");

        var fold = Card(page, 0).GetByRole(AriaRole.Button, new() { Name = "Details" });
        await fold.ClickAsync();
        await Expect(fold).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(Card(page, 0).GetByLabel("Template")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Problems_stand_beside_their_fields_and_the_JSON_says_the_same_as_the_timeline()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(NewSequence);
        await AddAsync(page, "Send a mail");

        await Expect(Card(page, 0).Locator(".invalid-feedback.d-block")).ToBeVisibleAsync();
        await Expect(Card(page, 0).GetByLabel("Template")).ToHaveAttributeAsync("aria-invalid", "true");

        // The other way round: what is typed as JSON is seen in the timeline.
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).ClickAsync();
        await page.GetByLabel("Definition (JSON)").FillAsync("""{ "trigger": { "event": "cart.abandoned" }, "steps": [ { "id": "w1", "wait": "PT90M" }, /* then */ { "id": "m1", "send": "cart-1" } ], }""");
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).PressAsync("ArrowLeft");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Timeline", Selected = true })).ToBeFocusedAsync();
        await Expect(Card(page, 0).GetByLabel("Amount").First).ToHaveValueAsync("90");
        await Expect(Card(page, 1).GetByLabel("Template")).ToHaveValueAsync("cart-1");
        await Expect(page.Locator("[data-role=lines]")).ToContainTextAsync("1 hour and 30 minutes after the cart is left: “cart-1”");

        // Settings are written where they belong, and taken away again.
        await page.GetByLabel("Mail goes out on some days and hours only").CheckAsync();
        await Expect(page.Locator("[data-role=lines]")).ToContainTextAsync("“cart-1”, weekdays 09:00–20:00");
        await page.GetByLabel("May somebody enter again?").SelectOptionAsync("after");
        await Expect(page.Locator("[data-role=lines]")).ToContainTextAsync("Again at the earliest 30 days later.");
        await page.GetByLabel("Mail goes out on some days and hours only").UncheckAsync();
        (await JsonAsync(page)).ShouldBe(
            """{"trigger":{"event":"cart.abandoned"},"reentry":{"mode":"after","period":"P30D"},"steps":[{"id":"w1","wait":"PT90M"},{"id":"m1","send":"cart-1"}]}""");

        // What is no JSON is said, and the timeline waits.
        await page.GetByRole(AriaRole.Tab, new() { Name = "JSON" }).ClickAsync();
        await page.GetByLabel("Definition (JSON)").FillAsync("""{ "steps": [ """);
        await Expect(page.Locator("[data-role=problems]")).ToContainTextAsync("This is not JSON");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Timeline" }).ClickAsync();
        await Expect(page.Locator("[data-role=unreadable]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_enters_by_a_date_a_condition_or_a_schedule_is_chosen_from_fields()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(NewSequence);
        var settings = page.Locator("[data-role=settings]");
        var lines = page.Locator("[data-role=lines]");
        var who = settings.GetByLabel("Who enters");

        await who.SelectOptionAsync("date");
        await Expect(settings.GetByLabel("Attribute that holds the date")).ToHaveAttributeAsync("aria-invalid", "true");
        await settings.GetByLabel("Attribute that holds the date").FillAsync("birthday");
        await settings.Locator("[data-toggle=side] select").SelectOptionAsync("before");
        await settings.GetByLabel("Time of day").FillAsync("10:30");
        await Expect(lines).ToContainTextAsync("Starts 3 days before the date “birthday”, every year, at 10:30.");
        (await JsonAsync(page)).ShouldBe("""{"trigger":{"date":{"attribute":"birthday","yearly":true,"before":"P3D","time":"10:30"}},"steps":[]}""");
        await settings.Locator("[data-toggle=side] select").SelectOptionAsync("on");
        await settings.GetByLabel("Only if").First.FillAsync("contact.orderCount > 0");
        await settings.GetByLabel("Only if").First.PressAsync("Tab");
        await Expect(lines).ToContainTextAsync("Starts on the date “birthday”, every year, at 10:30, if contact.orderCount > 0.");

        await who.SelectOptionAsync("becomes");
        await settings.GetByLabel("Condition that becomes true").FillAsync("contact.orderCount >= 3");
        await settings.GetByLabel("Condition that becomes true").PressAsync("Tab");
        await Expect(lines).ToContainTextAsync("Starts when an event makes it true that contact.orderCount >= 3.");
        (await JsonAsync(page)).ShouldBe("""{"trigger":{"becomes":"contact.orderCount \u003E= 3"},"steps":[]}""");

        await who.SelectOptionAsync("schedule");
        await Expect(lines).ToContainTextAsync("Starts for everybody Monday at 09:00.");
        await settings.GetByLabel("Schedule (cron)").FillAsync("0 25 * * *");
        await Expect(settings.GetByText("'0 25 * * *' is not a cron expression such as 0 9 * * mon.")).ToBeVisibleAsync();
        await settings.GetByLabel("Schedule (cron)").FillAsync("0 9 * * mon-fri");
        await settings.GetByLabel("Time zone").First.FillAsync("Europe/Amsterdam");
        await Expect(lines).ToContainTextAsync("Starts for everybody weekdays at 09:00 (Europe/Amsterdam).");
        (await JsonAsync(page)).ShouldBe("""{"trigger":{"schedule":{"cron":"0 9 * * mon-fri","zone":"Europe/Amsterdam"}},"steps":[]}""");
    }

    [Theory]
    [InlineData(375, ColorScheme.Light, "ltr")]
    [InlineData(375, ColorScheme.Dark, "rtl")]
    [InlineData(1400, ColorScheme.Dark, "rtl")]
    public async Task The_editor_fits(int width, ColorScheme scheme, string direction)
    {
        await using var window = await site.OpenAdminAsync(width, scheme);
        await window.Page.GotoAsync(NewSequence);
        await window.Page.Locator(".automail-sequence").EvaluateAsync("(section, direction) => section.dir = direction", direction);
        await AddByKeyAsync(window.Page, "Split");
        await AddByKeyAsync(window.Page, "Wait for an event");
        await Expect(Card(window.Page, 1).GetByText("When it happens")).ToBeVisibleAsync();

        await window.ShouldFitAsync();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static IPageAssertions Expect(IPage page) => Assertions.Expect(page);

    private static ILocator Card(IPage page, int index) => page.Locator("[data-role=steps] > .automail-list > ol > .automail-step").Nth(index);

    private static async Task AddAsync(IPage page, string kind)
    {
        await page.Locator("[data-role=steps] > .automail-list > .automail-add > button").ClickAsync();
        await page.Locator(".dropdown-menu.show").GetByRole(AriaRole.Button, new() { Name = kind, Exact = true }).ClickAsync();
    }

    /// <summary>On a narrow page the admin's menu may lie over the button.</summary>
    private static async Task AddByKeyAsync(IPage page, string kind)
    {
        await page.Locator("[data-role=steps] > .automail-list > .automail-add > button").PressAsync("Enter");
        await page.Locator(".dropdown-menu.show").GetByRole(AriaRole.Button, new() { Name = kind, Exact = true }).PressAsync("Enter");
    }

    private static async Task<string> JsonAsync(IPage page)
        => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(await page.Locator("textarea[data-role=definition]").InputValueAsync()));

    private static async Task<string> StepsAsync(IPage page)
        => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(await page.Locator("textarea[data-role=definition]").InputValueAsync()).GetProperty("steps"));

    private static async Task<string> StoredAsync(IPage page, string title)
    {
        await page.GotoAsync("/Admin/Contents/ContentItems/EmailSequence");
        await page.GetByRole(AriaRole.Link, new() { Name = title }).First.ClickAsync();
        await Expect(page.Locator(".automail-sequence")).ToBeVisibleAsync();
        return await JsonAsync(page);
    }
}
