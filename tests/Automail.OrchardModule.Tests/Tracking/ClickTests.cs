using System.Net;
using Automail.Engine.Tracking;
using Automail.OrchardModule.Tests.Sites;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Tracking;

[Collection(nameof(SharedSite))]
public sealed class ClickTests(Site site)
{
    private const string Target = "https://shop.example/mugs?a=1&b=2";

    [Fact]
    public async Task A_click_leads_on_and_becomes_behavior()
    {
        var path = await LinkInMailAsync("clicker@click.example");
        using var browser = site.NewBrowser(followRedirects: false);

        using var response = await browser.GetAsync(path, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location!.OriginalString.ShouldBe(Target);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var click = (await site.EventsOfAsync("clicker@click.example")).First(e => e.Type == "link.clicked");
        click.Data.GetProperty("url").GetString().ShouldBe(Target);
        click.Data.GetProperty("template").GetString().ShouldBe("clicks");
    }

    [Fact]
    public async Task A_head_request_leads_on_and_is_no_click()
    {
        var path = await LinkInMailAsync("header@click.example");
        using var browser = site.NewBrowser(followRedirects: false);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using var response = await browser.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        (await site.EventsOfAsync("header@click.example")).ShouldNotContain(e => e.Type == "link.clicked");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("https:%2F%2Fevil.example")]
    public async Task A_bad_token_gets_a_plain_page(string token)
    {
        site.Errors.Clear();
        using var browser = site.NewBrowser(followRedirects: false);

        using var response = await browser.GetAsync($"/automail/c/{token}", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("This link is not valid");
        site.Errors.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_truncated_token_and_a_token_of_another_kind_lead_nowhere()
    {
        var path = await LinkInMailAsync("cut@click.example");
        var unsubscribe = await site.WithAsync<ITokenProtector, string>(tokens => Task.FromResult(tokens.Protect(new TokenContent(TokenKind.Unsubscribe, new string('a', 32)))));
        using var browser = site.NewBrowser(followRedirects: false);

        using var cut = await browser.GetAsync(path[..^1], TestContext.Current.CancellationToken);
        using var other = await browser.GetAsync($"/automail/c/{unsubscribe}", TestContext.Current.CancellationToken);

        cut.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<string> LinkInMailAsync(string email)
    {
        await site.TakeAsync("contact.updated", email, """{ "name": "Ann" }""");
        await site.PublishTemplateAsync("clicks", part => part.Html = $"<p><a href=\"{Target.Replace("&", "&amp;", StringComparison.Ordinal)}\">Mugs</a></p>");
        await site.SendAsync("clicks", email);
        var html = site.MailTo(email)[^1].HtmlBody!;
        var start = html.IndexOf("https://shop.example/automail/c/", StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0);
        return new Uri(html[start..html.IndexOf('"', start)]).AbsolutePath;
    }
}
