using System.Net;
using System.Text.RegularExpressions;
using Automail.Engine.Consent;
using Automail.Engine.Delivery;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Admin;

[Collection(nameof(AdminSite))]
public sealed partial class PermissionTests(AdminSite site)
{
    private static readonly string[] Pages = ["/Admin/Automail/Contacts", "/Admin/Automail/Mails"];

    [Fact]
    public async Task Strangers_are_asked_to_log_in()
    {
        using var stranger = site.NewBrowser(followRedirects: false);
        foreach (var page in Pages)
        {
            using var response = await stranger.GetAsync(page, AdminBrowser.Token);

            response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            response.Headers.Location!.ToString().ShouldContain("/Login");
        }
    }

    [Fact]
    public async Task Who_has_no_permission_sees_nothing()
    {
        using var clerk = await AdminBrowser.ClerkAsync(site, "nobody");
        foreach (var page in Pages)
        {
            using var response = await clerk.GetAsync(page);

            IsRefused(response).ShouldBeTrue($"{page}: {response.StatusCode}");
        }
    }

    [Theory]
    [InlineData("ManageAutomail", "Contacts", "Mails", "Sequences", "Webhooks", "Settings")]
    [InlineData("ManageAutomailSettings", "Webhooks", "Settings")]
    [InlineData("ManageAutomailEnrollments", "Contacts", "Sequences")]
    [InlineData("ViewAutomailContacts", "Contacts", "Sequences")]
    [InlineData("ViewAutomailMailLog", "Mails")]
    [InlineData("SendAutomailEvents")]
    [InlineData("EnrollInAutomailSequences")]
    [InlineData("UseRawAutomailOutput")]
    [InlineData("ListContent_EmailSequence", "EmailSequence")]
    [InlineData("ListContent_EmailTemplate", "EmailTemplate")]
    public async Task What_the_menu_offers_with_one_permission_alone_opens(string permission, params string[] entries)
    {
        using var clerk = await AdminBrowser.ClerkAsync(site, "menu" + permission.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant(), permission);

        var offered = MenuEntry().Matches(await clerk.PageAsync("/Admin")).Select(entry => entry.Groups[1].Value).Distinct().ToList();

        offered.Select(address => address.StartsWith("/Admin/Settings", StringComparison.Ordinal) ? "Settings" : address.Split('/')[^1]).ShouldBe(entries, ignoreOrder: true);
        foreach (var address in offered)
        {
            (await clerk.PageAsync(address)).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task Who_may_manage_Automails_settings_alone_sees_their_tab_and_no_other()
    {
        using var clerk = await AdminBrowser.ClerkAsync(site, "settingsalone", "ManageAutomailSettings");

        var page = await clerk.PageAsync("/Admin/Settings/email");

        page.ShouldContain("AutomailSettings.");
        page.ShouldNotContain("EmailSettings.DefaultProvider");
        page.ShouldNotContain("SmtpSettings.");
        using var others = await clerk.GetAsync("/Admin/Settings/general");
        IsRefused(others).ShouldBeTrue();
    }

    [Fact]
    public async Task Contacts_and_mail_log_have_permissions_of_their_own()
    {
        using var people = await AdminBrowser.ClerkAsync(site, "people", "ViewAutomailContacts");
        using var mails = await AdminBrowser.ClerkAsync(site, "mails", "ViewAutomailMailLog");

        (await people.PageAsync(Pages[0])).ShouldContain("<h1>Contacts</h1>");
        (await mails.PageAsync(Pages[1])).ShouldContain("<h1>Mail log</h1>");
        using var peoplesMails = await people.GetAsync(Pages[1]);
        using var mailsPeople = await mails.GetAsync(Pages[0]);
        IsRefused(peoplesMails).ShouldBeTrue();
        IsRefused(mailsPeople).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_may_only_look_is_offered_no_action_and_gets_none()
    {
        var contact = await site.RegisterAsync("looked@at.example");
        var mail = await site.RecordMailAsync(contact, SendState.InDoubt);
        using var clerk = await AdminBrowser.ClerkAsync(site, "looker", "ViewAutomailContacts", "ViewAutomailMailLog");
        using var admin = await AdminBrowser.AdminAsync(site);
        foreach (var (page, action) in new[]
        {
            ($"{Pages[0]}/{contact.Id}", "Suppress"), ($"{Pages[0]}/{contact.Id}", "Withdraw"),
            ($"{Pages[1]}/{mail.Id}", "MarkSent"), ($"{Pages[1]}/{mail.Id}", "SendAgain"),
        })
        {
            (await clerk.PageAsync(page)).ShouldNotContain($"{page}/{action}");
            (await admin.TextAsync(page)).ShouldContain($"{page}/{action}");

            // The token is any form's: a page that has none for the clerk does not protect by that.
            using var response = await clerk.PostAsync("/Admin", $"{page}/{action}", ("purpose", "marketing"), ("reason", "x"));
            IsRefused(response).ShouldBeTrue($"{action}: {response.StatusCode}");
        }

        (await site.MailAsync(mail.Id)).State.ShouldBe(SendState.InDoubt);
        (await site.ReadAsync(unit => unit.Suppressions.FindAsync([Suppression.Hash(contact.Email!)]))).ShouldBeEmpty();
        (await site.ReadAsync(unit => unit.Consents.HistoryAsync(contact.Id))).ShouldHaveSingleItem();
    }

    /// <summary>Forbidden, or sent away to a page that says so.</summary>
    private static bool IsRefused(HttpResponseMessage response)
        => response.StatusCode == HttpStatusCode.Forbidden
            || (response.StatusCode == HttpStatusCode.Redirect && response.Headers.Location!.ToString() is var to
                && (to.Contains("403", StringComparison.Ordinal) || to.Contains("Denied", StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex("href=\"(/Admin/(?:Automail/[^\"/]+|Contents/ContentItems/Email[^\"/]+|Settings/email[^\"]*))\"")]
    private static partial Regex MenuEntry();
}
