using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Automail.Browser.Tests;

/// <summary>Somebody writes a template and sees the mail while typing.</summary>
[Collection(nameof(DemoSite))]
public sealed class TemplateEditorStory(DemoSite site)
{
    private const string NewTemplate = "/Admin/Contents/ContentTypes/EmailTemplate/Create";

    [Fact]
    public async Task What_is_typed_is_seen_and_its_problems_stand_beside_their_lines()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(NewTemplate);
        var mail = page.FrameLocator(".automail-preview iframe");

        await page.GetByLabel("Subject").FillAsync("Typed subject");
        await TypeBodyAsync(page, "<h1>Hello {{ contact.firstName | default: 'you' }}</h1>\n<p>How are you?</p>\n<img src=\"/a.png\">");

        await Assertions.Expect(mail.GetByRole(AriaRole.Heading, new() { Name = "Hello Alex" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-role=subject]")).ToHaveTextAsync("Typed subject");
        await Assertions.Expect(page.Locator(".CodeMirror-linewidget").Filter(new() { HasText = "Warning: The image has no alt." })).ToBeVisibleAsync();

        // The list leads to the line.
        await page.Locator(".automail-problems").GetByRole(AriaRole.Button, new() { Name = "Line 3: The image has no alt." }).ClickAsync();
        (await page.EvaluateAsync<int>("document.activeElement.closest('.CodeMirror').CodeMirror.getCursor().line")).ShouldBe(2);

        // What cannot be made leaves the last mail in place and says why.
        await TypeBodyAsync(page, "<h1>Changed</h1>\n{% if contact.name %}");
        await Assertions.Expect(page.Locator(".automail-problems .text-bg-danger").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("[data-role=stale]")).ToBeVisibleAsync();
        await Assertions.Expect(mail.GetByRole(AriaRole.Heading, new() { Name = "Hello Alex" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_views_are_reached_by_keyboard()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(NewTemplate);
        await TypeBodyAsync(page, "<p>How are you today?</p>");
        await Assertions.Expect(page.FrameLocator(".automail-preview iframe").GetByText("How are you today?")).ToBeVisibleAsync();
        var panel = page.GetByRole(AriaRole.Tabpanel);

        await page.GetByRole(AriaRole.Tab, new() { Name = "Desktop" }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Mobile" })).ToBeFocusedAsync();
        (await page.Locator(".automail-preview iframe").EvaluateAsync<int>("frame => frame.clientWidth")).ShouldBeLessThanOrEqualTo(375);
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Plain text", Selected = true })).ToBeFocusedAsync();
        await Assertions.Expect(panel.Locator("pre")).ToHaveTextAsync("How are you today?\n");
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(panel.Locator("pre")).ToContainTextAsync("How are you today?</p>");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Desktop", Selected = true })).ToBeFocusedAsync();

        // Tab leaves the editor of the body as it leaves any other field.
        await page.Locator(".CodeMirror textarea").First.FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        (await page.Locator(".CodeMirror textarea").First.EvaluateAsync<bool>("area => area === document.activeElement")).ShouldBeFalse();
    }

    [Fact]
    public async Task Hostile_contents_of_a_mail_do_nothing()
    {
        await using var window = await site.OpenAdminAsync(1400);
        var page = window.Page;
        await page.GotoAsync(NewTemplate);
        var address = page.Url;
        var opened = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.IsNavigationRequest)
            {
                opened.Add(request.Url);
            }
        };

        await TypeBodyAsync(page, "<p>Still here, all of it</p><p><a href=\"/demo\" target=\"_top\">Go</a></p><script>top.document.title = 'hacked'</script><img src=x onerror=\"top.location = '/'\"><meta http-equiv=\"refresh\" content=\"0;url=/demo\">");

        var mail = page.FrameLocator(".automail-preview iframe");
        await Assertions.Expect(mail.GetByText("Still here")).ToBeVisibleAsync();
        await mail.GetByRole(AriaRole.Link, new() { Name = "Go" }).PressAsync("Enter");
        await Assertions.Expect(mail.GetByText("Still here")).ToBeVisibleAsync();
        page.Url.ShouldBe(address);
        opened.ShouldBeEmpty();
        (await page.TitleAsync()).ShouldNotContain("hacked");
    }

    [Fact]
    public async Task Send_to_me_arrives()
    {
        await using var window = await site.OpenAdminAsync(1400);
        await window.Page.GotoAsync(NewTemplate);
        await window.Page.GetByLabel("Subject").FillAsync("Sent from the editor");
        await TypeBodyAsync(window.Page, "<p>How are you today?</p>");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send to me" }).ClickAsync();

        await Assertions.Expect(window.Page.Locator("[data-role=sent]")).ToHaveTextAsync("Sent to admin@lantern-tea.example.");
        (await window.SubjectsAsync("admin@lantern-tea.example")).ShouldContain("Sent from the editor");
    }

    [Theory]
    [InlineData(1400, ColorScheme.Light)]
    [InlineData(375, ColorScheme.Dark)]
    public async Task A_layout_is_seen_around_a_mail_while_it_is_typed(int width, ColorScheme scheme)
    {
        await using var window = await site.OpenAdminAsync(width, scheme);
        var page = window.Page;
        await page.GotoAsync("/Admin/Contents/ContentTypes/EmailLayout/Create");
        var mail = page.FrameLocator(".automail-preview iframe");

        await TypeBodyAsync(page, "<html><body>\n<b>Our frame</b>\n{{ content }}\n</body></html>");
        await page.GetByLabel("Event").SelectOptionAsync("cart.abandoned");

        await Assertions.Expect(mail.GetByText("Our frame")).ToBeVisibleAsync();
        await Assertions.Expect(mail.GetByRole(AriaRole.Heading, new() { Name = "Your cart is waiting" })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".automail-problems")).ToContainTextAsync("The layout has no unsubscribe link");
        await TypeBodyAsync(page, "<html><body>\n<b>Our frame</b>\n{{ content }}{% if contact.name %}\n</body></html>");
        await Assertions.Expect(page.Locator(".CodeMirror-linewidget").First).ToBeVisibleAsync();
        await window.ShouldFitAsync();
    }

    [Theory]
    [InlineData(375, ColorScheme.Light)]
    [InlineData(375, ColorScheme.Dark)]
    [InlineData(1400, ColorScheme.Dark)]
    public async Task The_editor_fits(int width, ColorScheme scheme)
    {
        await using var window = await site.OpenAdminAsync(width, scheme);
        await window.Page.GotoAsync(NewTemplate);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Preview", Exact = true })).ToBeVisibleAsync();

        await window.ShouldFitAsync();
    }

    private static async Task TypeBodyAsync(IPage page, string text)
    {
        await page.Locator(".CodeMirror textarea").First.FocusAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.InsertTextAsync(text);
    }
}
