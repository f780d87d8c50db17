using System.Text.Json;
using Microsoft.Playwright;
using Shouldly;

namespace Automail.Browser.Tests;

/// <summary>A window with cookies of its own. Closing it shows that no page had an error of script.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    public Window(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        context.WebError += (_, error) => _errors.Add(error.Error);
    }

    public IPage Page { get; }

    public ILocator Main => Page.Locator("main");

    /// <summary>Registers in the shop and is logged in then.</summary>
    public async Task RegisterAsync(string name, string email, bool consent)
    {
        await Page.GotoAsync("/account/register");
        await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByLabel("E-mail address").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync("Tea-pot-1");
        await Page.GetByLabel("Send me news").SetCheckedAsync(consent);
        await Main.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Banner)).ToContainTextAsync(email);
    }

    /// <summary>Puts the teapot into the cart, which is worth a reminder.</summary>
    public async Task FillCartAsync()
    {
        await Page.GotoAsync("/products/lantern-teapot");
        await Main.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(Main).ToContainTextAsync("Lantern teapot");
    }

    /// <summary>Moves the site's clock with a button of the demonstration's page; what came due is done then.</summary>
    public async Task MoveClockAsync(string button, int times = 1)
    {
        await Page.GotoAsync("/demo");
        for (var i = 0; i < times; i++)
        {
            var before = await Page.Locator("#now").GetAttributeAsync("datetime");
            await Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await Assertions.Expect(Page.Locator("#now")).Not.ToHaveAttributeAsync("datetime", before!);
        }
    }

    /// <summary>The subjects of somebody's mails, oldest first.</summary>
    public async Task<IReadOnlyList<string>> SubjectsAsync(string email)
    {
        var response = await Page.APIRequest.GetAsync("/demo/inbox");
        response.Ok.ShouldBeTrue();
        var mails = (await response.JsonAsync())!.Value;
        return [.. mails.EnumerateArray().Where(mail => Text(mail, "to") == email).Select(mail => Text(mail, "subject")).Reverse()];

        static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
    }

    /// <summary>Whether the page can be read without scrolling sideways.</summary>
    public async Task ShouldFitAsync()
        => (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0, Page.Url);

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _errors.ShouldBeEmpty();
    }
}
