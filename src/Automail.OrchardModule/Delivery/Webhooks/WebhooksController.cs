using Automail.Engine;
using Automail.Engine.Delivery.Webhooks;
using Automail.Engine.Scheduling;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrchardCore.Admin;
using OrchardCore.DisplayManagement.Notify;
using OrchardCore.Entities;
using OrchardCore.Settings;

namespace Automail.OrchardModule.Delivery.Webhooks;

/// <summary>The secret with which calls of other systems are signed, and the hosts of the site's own.</summary>
public sealed class WebhooksController(ISiteService sites, IAuthorizationService authorization, INotifier notifier, IHtmlLocalizer<WebhooksController> localizer, IStringLocalizer<WebhooksController> texts) : Controller
{
    internal readonly IHtmlLocalizer H = localizer;

    private readonly IStringLocalizer S = texts;

    private WebhookSecrets Secrets => HttpContext.RequestServices.GetRequiredService<WebhookSecrets>();

    /// <summary>The page. It does not hold the secret.</summary>
    [HttpGet]
    [Admin("Automail/Webhooks", "AutomailWebhooks")]
    public async Task<IActionResult> Index() => await MayAsync() ? await PageAsync() : Forbid();

    /// <summary>Sets the hosts of the site's own.</summary>
    [HttpPost]
    [ActionName(nameof(Index))]
    [Admin("Automail/Webhooks", "AutomailWebhooks")]
    public async Task<IActionResult> Save(string? hosts)
    {
        if (!await MayAsync())
        {
            return Forbid();
        }

        try
        {
            await Secrets.SetHostsAsync(WebhookSettings.ParseHosts(hosts, "hosts"));
        }
        catch (FieldException e)
        {
            return await PageAsync(hosts, problem: Entry(e.Field) is { } entry ? S["Entry {0} is not a host such as crm.internal or localhost:5005.", entry] : S["There are more than 50 hosts."]);
        }

        await notifier.SuccessAsync(H["The hosts are saved."]);
        return RedirectToAction(nameof(Index));
    }

    /// <summary>The page with the secret, which no browser keeps.</summary>
    [HttpPost]
    [Admin("Automail/Webhooks/Show", "AutomailWebhooksShow")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> Show() => await MayAsync() ? await PageAsync(withSecret: true) : Forbid();

    /// <summary>Makes a new secret; the one before signs, too, for a day.</summary>
    [HttpPost]
    [Admin("Automail/Webhooks/Replace", "AutomailWebhooksReplace")]
    public async Task<IActionResult> Replace()
    {
        if (!await MayAsync())
        {
            return Forbid();
        }

        await Secrets.RotateAsync();
        await notifier.SuccessAsync(H["There is a new secret. Give it to the receivers; the one before signs, too, for 24 hours."]);
        return RedirectToAction(nameof(Index));
    }

    /// <summary>Has the secret that was replaced sign no more.</summary>
    [HttpPost]
    [Admin("Automail/Webhooks/DropFormer", "AutomailWebhooksDropFormer")]
    public async Task<IActionResult> DropFormer()
    {
        if (!await MayAsync())
        {
            return Forbid();
        }

        await Secrets.DropFormerAsync();
        await notifier.SuccessAsync(H["The former secret signs no more."]);
        return RedirectToAction(nameof(Index));
    }

    private async Task<ViewResult> PageAsync(string? hosts = null, string? problem = null, bool withSecret = false)
    {
        var settings = (await sites.GetSiteSettingsAsync()).GetOrCreate<WebhookSiteSettings>();
        return View(nameof(Index), new WebhooksViewModel
        {
            Hosts = hosts ?? string.Join('\n', settings.OwnHosts),
            Problem = problem,
            Secret = withSecret ? Secrets.Show(settings) : null,
            FormerUntil = settings.FormerUntil > HttpContext.RequestServices.GetRequiredService<OrchardTimeProvider>().Now() ? settings.FormerUntil : null,
        });
    }

    /// <summary>The number of the entry in a path such as <c>hosts[1]</c>, from 1; null when the path names none.</summary>
    private static int? Entry(string field) => field.IndexOf('[', StringComparison.Ordinal) is > 0 and var at && int.TryParse(field.AsSpan(at + 1).TrimEnd(']'), out var index) ? index + 1 : null;

    private Task<bool> MayAsync() => authorization.AuthorizeAsync(User, AutomailPermissions.ManageAutomailSettings);
}
