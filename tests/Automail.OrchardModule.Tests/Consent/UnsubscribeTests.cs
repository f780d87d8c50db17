using System.Net;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.Engine.Tracking;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Consent;

[Collection(nameof(SharedSite))]
public sealed class UnsubscribeTests(Site site)
{
    private static readonly KeyValuePair<string, string> OneClick = new("List-Unsubscribe", "One-Click");

    [Fact]
    public async Task One_click_unsubscribes_without_cookie_login_or_redirect()
    {
        var path = await SubscribeAsync("one@click.example");
        using var browser = site.NewBrowser(followRedirects: false);
        using var form = new FormUrlEncodedContent([OneClick]);

        using var response = await browser.PostAsync(path, form, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await GateAsync("one@click.example")).ShouldBe(GateReasons.Unsubscribed);
        (await site.EventsOfAsync("one@click.example"))[0].Type.ShouldBe("contact.unsubscribed");
    }

    [Fact]
    public async Task One_click_may_come_as_multipart()
    {
        var path = await SubscribeAsync("multipart@click.example");
        using var browser = site.NewBrowser(followRedirects: false);
        using var form = new MultipartFormDataContent { { new StringContent(OneClick.Value), OneClick.Key } };

        using var response = await browser.PostAsync(path, form, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GateAsync("multipart@click.example")).ShouldBe(GateReasons.Unsubscribed);
    }

    [Fact]
    public async Task The_page_asks_and_changes_nothing()
    {
        var path = await SubscribeAsync("reader@click.example");
        using var browser = site.NewBrowser(followRedirects: false);

        using var response = await browser.GetAsync(path, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("reader@click.example");
        (await GateAsync("reader@click.example")).ShouldBeNull();
    }

    [Fact]
    public async Task The_button_of_the_page_unsubscribes()
    {
        var path = await SubscribeAsync("button@click.example");
        using var browser = site.NewBrowser(followRedirects: false);
        using var form = new FormUrlEncodedContent([new("page", "1")]);

        using var response = await browser.PostAsync(path, form, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("You are unsubscribed");
        (await GateAsync("button@click.example")).ShouldBe(GateReasons.Unsubscribed);
    }

    [Fact]
    public async Task Preferences_give_consent_back()
    {
        var path = (await SubscribeAsync("again@click.example")).Replace("/unsubscribe/", "/preferences/", StringComparison.Ordinal);
        using var browser = site.NewBrowser(followRedirects: false);
        using var none = new FormUrlEncodedContent([]);
        using var marketing = new FormUrlEncodedContent([new("granted", "marketing")]);

        using var withdrawn = await browser.PostAsync(path, none, TestContext.Current.CancellationToken);
        var afterWithdrawal = await GateAsync("again@click.example");
        using var granted = await browser.PostAsync(path, marketing, TestContext.Current.CancellationToken);

        withdrawn.StatusCode.ShouldBe(HttpStatusCode.OK);
        afterWithdrawal.ShouldBe(GateReasons.Unsubscribed);
        granted.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await GateAsync("again@click.example")).ShouldBeNull();
    }

    [Theory]
    [InlineData("/automail/unsubscribe/")]
    [InlineData("/automail/preferences/")]
    public async Task A_bad_token_gets_a_plain_page(string path)
    {
        site.Errors.Clear();
        using var browser = site.NewBrowser(followRedirects: false);
        using var form = new FormUrlEncodedContent([OneClick]);

        using var page = await browser.GetAsync(path + "forged", TestContext.Current.CancellationToken);
        using var post = await browser.PostAsync(path + "forged", form, TestContext.Current.CancellationToken);

        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("This link is not valid");
        post.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        site.Errors.Lines.ShouldBeEmpty();
    }

    /// <summary>Sends a mail to somebody who agreed to it, and gives the address of its unsubscribe header.</summary>
    private async Task<string> SubscribeAsync(string email)
    {
        await site.TakeAsync("contact.updated", email, """{ "consent": { "purpose": "marketing", "source": "form", "textVersion": "1" } }""");
        await site.PublishTemplateAsync("news", part => part.Purpose = Purposes.Marketing);
        (await site.SendAsync("news", email, Purposes.Marketing)).State.ShouldBe(SendState.Sent);
        var message = site.MailTo(email).ShouldHaveSingleItem();
        message.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        return new Uri(message.Headers["List-Unsubscribe"]!.Split(',')[0].Trim(' ', '<', '>')).AbsolutePath;
    }

    /// <summary>Why marketing mail would not be sent now; null when it would.</summary>
    private async Task<string?> GateAsync(string email)
    {
        var contact = (await site.FindContactAsync(email)).ShouldNotBeNull();
        return await site.InScopeAsync(async services =>
        {
            var gate = services.GetRequiredService<GateKeeper>();
            var store = services.GetRequiredService<Engine.IAutomailStore>();
            return (await store.ReadAsync(unit => gate.AskAsync(unit, contact, Purposes.Marketing))).Reason;
        });
    }
}
