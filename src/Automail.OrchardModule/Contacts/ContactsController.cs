using Automail.Engine;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.OrchardModule.Admin;
using Automail.OrchardModule.Contacts.Timeline;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrchardCore.Admin;
using OrchardCore.DisplayManagement;
using OrchardCore.DisplayManagement.Notify;
using OrchardCore.Navigation;

namespace Automail.OrchardModule.Contacts;

/// <summary>The people: a list to search, and each one with all that is known, what was sent and what was not.</summary>
public sealed class ContactsController(
    IAutomailStore store,
    OperatorDesk desk,
    IAuthorizationService authorization,
    IShapeFactory shapes,
    IOptions<PagerOptions> pagers,
    INotifier notifier,
    IHtmlLocalizer<ContactsController> localizer) : Controller
{
    internal readonly IHtmlLocalizer H = localizer;

    /// <summary>The list, newest change first.</summary>
    [HttpGet]
    [Admin("Automail/Contacts", "AutomailContacts")]
    public async Task<IActionResult> Index(string? q, PagerParameters pagerParameters)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        var search = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        var pager = pagers.Value.NewPager(pagerParameters);
        var (rows, total) = await store.ReadAsync(unit => ReadAsync(unit, search, pager), HttpContext.RequestAborted);
        var links = await shapes.LinksAsync(pager, total, ("q", search));
        return View(new ContactsViewModel(search, rows, total, pager.GetStartIndex() + 1, links));
    }

    /// <summary>One contact.</summary>
    [HttpGet]
    [Admin("Automail/Contacts/{id}", "AutomailContact")]
    public async Task<IActionResult> Details(string id, PagerParameters pagerParameters)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        var pager = pagers.Value.NewPager(pagerParameters);
        var found = await store.ReadAsync(unit => FindAsync(unit, id, pager), HttpContext.RequestAborted);
        if (found is not { } known)
        {
            return NotFound();
        }

        var lines = HttpContext.RequestServices.GetRequiredService<TimelineLines>();
        var latest = known.Consents.GroupBy(statement => statement.Purpose, StringComparer.Ordinal).Select(group => group.Last());
        return View(new ContactViewModel
        {
            Contact = known.Contact,
            Consents = [.. known.Consents.Reverse()],
            Withdrawable = [.. latest.Where(statement => statement.Status != ConsentStatus.Withdrawn).Select(statement => statement.Purpose).Order(StringComparer.Ordinal)],
            Suppression = known.Suppression,
            Timeline = await lines.OfAsync(known.Timeline.Items, known.Consents),
            TimelineTotal = known.Timeline.Total,
            Pager = await shapes.LinksAsync(pager, known.Timeline.Total),
            MayManage = await authorization.AuthorizeAsync(User, AutomailPermissions.ManageAutomail),
        });
    }

    /// <summary>Lets nothing go to the contact any more.</summary>
    [HttpPost]
    [Admin("Automail/Contacts/{id}/Suppress", "AutomailContactSuppress")]
    public Task<IActionResult> Suppress(string id, string? reason) => DecideAsync(
        id,
        () => desk.SuppressAsync(id, Me, reason, HttpContext.RequestAborted),
        H["The address is suppressed. Nothing is sent to it from now on."],
        H["Nothing changed: the address was suppressed already, or the contact has none."]);

    /// <summary>Lifts the suppression.</summary>
    [HttpPost]
    [Admin("Automail/Contacts/{id}/Lift", "AutomailContactLift")]
    public Task<IActionResult> Lift(string id, string? reason) => DecideAsync(
        id,
        () => desk.LiftSuppressionAsync(id, Me, reason, HttpContext.RequestAborted),
        H["The suppression is lifted. Mail may go to the address again, as far as consent allows."],
        H["Nothing changed: the address was not suppressed."]);

    /// <summary>Withdraws consent for a purpose.</summary>
    [HttpPost]
    [Admin("Automail/Contacts/{id}/Withdraw", "AutomailContactWithdraw")]
    public Task<IActionResult> Withdraw(string id, string? purpose) => DecideAsync(
        id,
        () => desk.WithdrawConsentAsync(id, purpose ?? "", Me, HttpContext.RequestAborted),
        H["Consent for {0} is withdrawn.", purpose ?? ""],
        H["Nothing changed: consent for {0} was withdrawn already.", purpose ?? ""]);

    private string Me => User.Identity?.Name ?? "";

    private async Task<IActionResult> DecideAsync(string id, Func<Task<bool>> decide, LocalizedHtmlString done, LocalizedHtmlString nothing)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ManageAutomail))
        {
            return Forbid();
        }

        try
        {
            await (await decide() ? notifier.SuccessAsync(done) : notifier.WarningAsync(nothing));
        }
        catch (FieldException e)
        {
            await notifier.ErrorAsync(H["That was refused: {0}", e.Message]);
        }

        return RedirectToAction(nameof(Details), new { id });
    }

    private static async Task<(IReadOnlyList<ContactRow> Rows, int Total)> ReadAsync(IUnitOfWork unit, string? search, Pager pager)
    {
        var page = await unit.Contacts.SearchAsync(search, pager.GetStartIndex(), pager.PageSize);
        var consents = await unit.Consents.CurrentAsync([.. page.Items.Select(contact => contact.Id)], Purposes.Marketing);
        var suppressed = await unit.Suppressions.FindAsync([.. page.Items.Select(contact => contact.Email).OfType<string>().Select(Suppression.Hash)]);
        return ([.. page.Items.Select(contact => new ContactRow(
            contact,
            consents.GetValueOrDefault(contact.Id)?.Status,
            contact.Email is { } address && suppressed.ContainsKey(Suppression.Hash(address))))], page.Total);
    }

    private static async Task<Known?> FindAsync(IUnitOfWork unit, string id, Pager pager)
    {
        if (await unit.Contacts.GetAsync(id) is not { } contact)
        {
            return null;
        }

        var hash = contact.Email is { } address ? Suppression.Hash(address) : null;
        return new Known(
            contact,
            await unit.Consents.HistoryAsync(id),
            hash is null ? null : (await unit.Suppressions.FindAsync([hash])).GetValueOrDefault(hash),
            await TimelineReader.ReadAsync(unit, id, pager.GetStartIndex(), pager.PageSize));
    }

    private sealed record Known(Contact Contact, IReadOnlyList<ConsentRecord> Consents, Suppression? Suppression, Page<TimelineEntry> Timeline);
}
