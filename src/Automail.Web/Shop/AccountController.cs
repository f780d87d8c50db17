using System.Security.Cryptography;
using Automail.Engine.Consent;
using Automail.OrchardModule.Behavior.Recording;
using Automail.OrchardModule.Contacts.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using OrchardCore.Users;
using OrchardCore.Users.Models;
using OrchardCore.Users.Services;

namespace Automail.Web.Shop;

/// <summary>Accounts of the shop, which are the users of the site.</summary>
[Route("account")]
public sealed class AccountController(IUserService users, SignInManager<IUser> signIn, RegistrationDetails details, IStringLocalizer<AccountController> S) : Controller
{
    /// <summary>Changes whenever the text beside the check box does: consent is worth what it was given to.</summary>
    private const string ConsentVersion = "2026-03";

    /// <summary>The registration form.</summary>
    [HttpGet("register")]
    public IActionResult Register(string? returnUrl)
    {
        ViewData["ReturnUrl"] = returnUrl;
        return View(new RegisterForm());
    }

    /// <summary>Makes an account and logs in.</summary>
    [HttpPost("register")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> Register(RegisterForm form, string? returnUrl)
    {
        ViewData["ReturnUrl"] = returnUrl;
        if (string.IsNullOrWhiteSpace(form.Name) || string.IsNullOrWhiteSpace(form.Email) || string.IsNullOrWhiteSpace(form.Password))
        {
            ModelState.AddModelError(nameof(form.Email), S["An account needs a name, an e-mail address and a password."]);
            return View(form);
        }

        details.Name = form.Name.Trim();
        if (form.Consent)
        {
            details.Consents.Add(new ConsentGiven(Purposes.Marketing, "registration form of the shop", ConsentVersion));
        }

        var registration = new RegisterUserForm { UserName = UserName(form.Email), Email = form.Email.Trim(), Password = form.Password };
        var user = await users.RegisterAsync(registration, (field, message) => ModelState.AddModelError(field, message));
        return user is not null && ModelState.IsValid ? Leave(returnUrl) : View(form);
    }

    /// <summary>The login form.</summary>
    [HttpGet("login")]
    public IActionResult LogIn(string? returnUrl)
    {
        ViewData["ReturnUrl"] = returnUrl;
        return View(new LogInForm());
    }

    /// <summary>Logs in.</summary>
    [HttpPost("login")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> LogIn(LogInForm form, string? returnUrl)
    {
        ViewData["ReturnUrl"] = returnUrl;
        if (await users.AuthenticateAsync(form.Email ?? "", form.Password ?? "", (field, message) => ModelState.AddModelError(field, message)) is { } user)
        {
            await signIn.SignInAsync(user, isPersistent: false);
            return Leave(returnUrl);
        }

        return View(form);
    }

    /// <summary>Logs out.</summary>
    [HttpPost("logout")]
    [ValidateAntiForgeryToken]
    public async Task<IActionResult> LogOut()
    {
        await signIn.SignOutAsync();
        return Leave(null);
    }

    /// <summary>Orchard's user names have no @. Customers log in with their address and never see this one; administrators do.</summary>
    private static string UserName(string email)
    {
        var local = string.Concat(email.Split('@')[0].Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_').Take(40));
        return $"{local}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    }

    private IActionResult Leave(string? returnUrl) => Url.IsLocalUrl(returnUrl) ? LocalRedirect(returnUrl) : RedirectToAction("Index", "Shop");
}
