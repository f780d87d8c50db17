using System.Security.Claims;
using Automail.Engine.Contacts;
using Automail.OrchardModule.Delivery.Settings;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrchardCore.Admin;
using OrchardCore.Email;

namespace Automail.OrchardModule.Delivery.SendTest;

/// <summary>Sends one mail with the settings in force, and shows what the server answered.</summary>
[Admin("Automail/SendTest", "AutomailSendTest")]
public sealed class SendTestController(
    IEmailService email, AutomailSettingsReader settings, MailTransports transports, IAuthorizationService authorization, IStringLocalizer<SendTestController> localizer)
    : Controller
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>Asks for the recipient.</summary>
    [HttpGet]
    public async Task<IActionResult> Index()
        => !await MayAsync() ? Forbid() : View(await DescribeAsync(new SendTestViewModel { To = User.FindFirstValue("email") ?? User.FindFirstValue(ClaimTypes.Email) }));

    /// <summary>Sends.</summary>
    [HttpPost]
    public async Task<IActionResult> Index(SendTestViewModel model)
    {
        if (!await MayAsync())
        {
            return Forbid();
        }

        if (!EmailAddress.TryNormalize(model.To, out var to, out _))
        {
            ModelState.AddModelError(nameof(model.To), S["This is not an e-mail address."]);
        }

        if (ModelState.IsValid)
        {
            var result = await email.SendAsync(
                new MailMessage { To = to, Subject = S["Automail: a test"], TextBody = S["This mail shows that your site can send."] },
                AutomailSmtpProvider.Name,
                HttpContext.RequestAborted);
            model.Succeeded = result.Succeeded;
            model.Answer = string.Join(" ", result.Errors.Select(error => error.Message.Value));
        }

        return View(await DescribeAsync(model));
    }

    private async Task<SendTestViewModel> DescribeAsync(SendTestViewModel model)
    {
        var options = await settings.GetAsync();
        model.Way = options.Delivery == DeliveryMethod.Pickup ? transports.PickupFolder(options) : options.Smtp?.ToString();
        model.IsPickup = options.Delivery == DeliveryMethod.Pickup;
        return model;
    }

    private Task<bool> MayAsync() => authorization.AuthorizeAsync(User, AutomailPermissions.ManageAutomailSettings);
}
