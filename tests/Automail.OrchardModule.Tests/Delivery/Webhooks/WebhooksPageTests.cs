using System.Net;
using Automail.Engine.Delivery.Webhooks;
using Automail.OrchardModule.Delivery.Webhooks;
using Automail.OrchardModule.Tests.Admin;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Delivery.Webhooks;

[Collection(nameof(AdminSite))]
public sealed class WebhooksPageTests(AdminSite site)
{
    [Fact]
    public async Task The_secret_is_there_from_the_start_and_shown_on_request_only()
    {
        using var admin = await AdminBrowser.AdminAsync(site);

        (await admin.PageAsync(WebhookPages.Page)).ShouldNotContain("whsec_");
        var secret = await admin.SecretAsync();

        WebhookSecret.Parse(secret).ShouldNotBeNull();
        (await admin.SecretAsync()).ShouldBe(secret);
        (await SettingsAsync()).Secrets.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_secret_that_is_replaced_signs_for_a_day_more()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        var old = await admin.SecretAsync();

        (await PostAsync(admin, "Replace")).ShouldContain("The one before signs, too, until");
        var renewed = await admin.SecretAsync();
        renewed.ShouldNotBe(old);
        (await SignaturesAsync()).ShouldBe([Sign(renewed), Sign(old)]);

        site.Clock.Advance(WebhookSecrets.Overlap);
        (await SignaturesAsync()).ShouldBe([Sign(renewed)]);
        (await admin.TextAsync(WebhookPages.Page)).ShouldNotContain("The one before signs, too, until");

        await PostAsync(admin, "Replace");
        (await PostAsync(admin, "DropFormer")).ShouldContain("The former secret signs no more.");
        (await SignaturesAsync()).ShouldBe([Sign(await admin.SecretAsync())]);
    }

    [Fact]
    public async Task Own_hosts_are_checked_and_what_was_typed_stays()
    {
        using var admin = await AdminBrowser.AdminAsync(site);
        var before = (await SettingsAsync()).OwnHosts;

        var refused = WebUtility.HtmlDecode(await admin.SetHostsAsync("page.internal\nhttps://<b>crm</b>"));

        refused.ShouldContain("Entry 2 is not a host");
        (await admin.SetHostsAsync("page.internal\nhttps://<b>crm</b>")).ShouldContain("https://&lt;b&gt;crm&lt;/b&gt;</textarea>");
        (await SettingsAsync()).OwnHosts.ShouldBe(before);

        WebUtility.HtmlDecode(await admin.SetHostsAsync("page.internal\nLOCALHOST:5005")).ShouldContain("page.internal\nlocalhost:5005</textarea>");
        (await SettingsAsync()).OwnHosts.ShouldBe(["page.internal", "localhost:5005"]);
    }

    [Fact]
    public async Task It_takes_the_permission_to_manage_the_settings()
    {
        using var clerk = await AdminBrowser.ClerkAsync(site, "webhookless", "ViewAutomailContacts", "ViewAutomailMailLog", "ManageAutomailEnrollments");
        using var page = await clerk.GetAsync(WebhookPages.Page);
        page.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.Redirect);
        foreach (var action in new[] { "", "/Show", "/Replace", "/DropFormer" })
        {
            using var response = await clerk.PostAsync("/Admin", WebhookPages.Page + action, ("hosts", "clerk.internal"));
            response.StatusCode.ShouldBeOneOf(HttpStatusCode.Forbidden, HttpStatusCode.Redirect);
            (response.Headers.Location?.OriginalString ?? "AccessDenied").ShouldMatch("AccessDenied|Login|Error");
        }

        (await SettingsAsync()).OwnHosts.ShouldNotContain("clerk.internal");
    }

    private static async Task<string> PostAsync(AdminBrowser admin, string action)
    {
        using var response = await admin.PostAsync(WebhookPages.Page, $"{WebhookPages.Page}/{action}");
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return await admin.TextAsync(response.Headers.Location!.OriginalString);
    }

    private Task<WebhookSettings> SettingsAsync() => site.WithAsync<IWebhookSettings, WebhookSettings>(settings => settings.GetAsync().AsTask());

    private async Task<IEnumerable<string>> SignaturesAsync() => (await SettingsAsync()).Secrets.Select(secret => secret.Sign("a", 1, "b"));

    private static string Sign(string secret) => WebhookSecret.Parse(secret).Sign("a", 1, "b");
}
