using System.Net;
using System.Text.RegularExpressions;
using Automail.OrchardModule.Tests.Admin;
using Shouldly;

namespace Automail.OrchardModule.Tests.Delivery.Webhooks;

/// <summary>What an administrator does on the page of the webhooks.</summary>
internal static partial class WebhookPages
{
    public const string Page = "/Admin/Automail/Webhooks";

    /// <summary>Sets the hosts of the site's own, and gives the page that answers.</summary>
    public static Task<string> SetHostsAsync(this AdminBrowser admin, string hosts) => admin.SubmitAsync(Page, Page, new Dictionary<string, string?> { ["hosts"] = hosts });

    /// <summary>The secret in force.</summary>
    public static async Task<string> SecretAsync(this AdminBrowser admin)
    {
        using var shown = await admin.PostAsync(Page, Page + "/Show");
        shown.StatusCode.ShouldBe(HttpStatusCode.OK);
        shown.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return WebUtility.HtmlDecode(Secret().Match(await shown.Content.ReadAsStringAsync(AdminBrowser.Token)).Value);
    }

    [GeneratedRegex("whsec_[A-Za-z0-9+/=&#;]+(?=\")")]
    private static partial Regex Secret();
}
