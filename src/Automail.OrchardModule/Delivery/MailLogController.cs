using Automail.Engine;
using Automail.Engine.Contacts;
using Automail.Engine.Delivery;
using Automail.Engine.Flow;
using Automail.OrchardModule.Admin;
using Automail.OrchardModule.Scheduling;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrchardCore.Admin;
using OrchardCore.DisplayManagement;
using OrchardCore.DisplayManagement.Notify;
using OrchardCore.Navigation;

namespace Automail.OrchardModule.Delivery;

/// <summary>Every mail, sent or not, and why not.</summary>
public sealed class MailLogController(
    IAutomailStore store,
    OperatorDesk desk,
    IAuthorizationService authorization,
    IShapeFactory shapes,
    IOptions<PagerOptions> pagers,
    INotifier notifier,
    IHtmlLocalizer<MailLogController> localizer) : Controller
{
    private static readonly SendState[] States =
        [SendState.InDoubt, SendState.Failed, SendState.Queued, SendState.Sending, SendState.Sent, SendState.Skipped];

    internal readonly IHtmlLocalizer H = localizer;

    /// <summary>The list, newest change first, and the state of the queue.</summary>
    [HttpGet]
    [Admin("Automail/Mails", "AutomailMails")]
    public async Task<IActionResult> Index(string? q, string? state, PagerParameters pagerParameters)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewMailLog))
        {
            return Forbid();
        }

        var search = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        var wanted = Enum.TryParse<SendState>(state, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : (SendState?)null;
        var pager = pagers.Value.NewPager(pagerParameters);
        var status = HttpContext.RequestServices.GetRequiredService<QueueStatusReader>();
        var (page, withdrawals, counts, queue) = await store.ReadAsync(
            async unit =>
            {
                var found = await unit.Ledger.SearchAsync(new SendQuery(wanted, search), pager.GetStartIndex(), pager.PageSize);
                return (found, await MailRows.WithdrawalsAsync(unit, found.Items), await unit.Ledger.CountByStateAsync(), await status.ReadAsync(unit));
            },
            HttpContext.RequestAborted);
        return View(new MailLogViewModel
        {
            Search = search,
            State = wanted,
            Counts = [new StateCount(null, counts.Values.Sum()), .. States.Select(one => new StateCount(one, counts.GetValueOrDefault(one)))],
            Rows = await Rows.OfAsync(page.Items, withdrawals),
            Total = page.Total,
            First = pager.GetStartIndex() + 1,
            Queue = queue,
            Pager = await shapes.LinksAsync(pager, page.Total, ("q", search), ("state", wanted?.ToString())),
        });
    }

    /// <summary>One mail.</summary>
    [HttpGet]
    [Admin("Automail/Mails/{id}", "AutomailMail")]
    public async Task<IActionResult> Details(string id)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewMailLog))
        {
            return Forbid();
        }

        var (mail, contact, withdrawals) = await store.ReadAsync(
            async unit =>
            {
                var found = (await unit.Ledger.GetAsync([id])).GetValueOrDefault(id);
                return found is null
                    ? (null, null, null)
                    : (found, await unit.Contacts.GetAsync(found.ContactId), await MailRows.WithdrawalsAsync(unit, [found]));
            },
            HttpContext.RequestAborted);
        if (mail is null)
        {
            return NotFound();
        }

        var row = (await Rows.OfAsync([mail], withdrawals!))[0];
        return View(new MailViewModel(row, contact?.Name, contact?.Email, contact is not null, await authorization.AuthorizeAsync(User, AutomailPermissions.ManageAutomail)));
    }

    /// <summary>Settles that a mail in doubt was sent.</summary>
    [HttpPost]
    [Admin("Automail/Mails/{id}/MarkSent", "AutomailMailMarkSent")]
    public Task<IActionResult> MarkSent(string id, string? reason) => DecideAsync(
        id,
        () => desk.MarkSentAsync(id, Me, reason, HttpContext.RequestAborted),
        H["The mail is recorded as sent."]);

    /// <summary>Lets a mail in doubt, or a failed one, go again.</summary>
    [HttpPost]
    [Admin("Automail/Mails/{id}/SendAgain", "AutomailMailSendAgain")]
    public Task<IActionResult> SendAgain(string id, string? reason) => DecideAsync(
        id,
        () => desk.SendAgainAsync(id, Me, reason, HttpContext.RequestAborted),
        H["The mail waits to be sent again."]);

    private string Me => User.Identity?.Name ?? "";

    private MailRows Rows => HttpContext.RequestServices.GetRequiredService<MailRows>();

    private async Task<IActionResult> DecideAsync(string id, Func<Task<bool>> decide, LocalizedHtmlString done)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ManageAutomail))
        {
            return Forbid();
        }

        try
        {
            await (await decide() ? notifier.SuccessAsync(done) : notifier.WarningAsync(H["Nothing changed: the mail is not waiting for a decision any more."]));
        }
        catch (FieldException e)
        {
            await notifier.ErrorAsync(H["That was refused: {0}", e.Message]);
        }

        return RedirectToAction(nameof(Details), new { id });
    }
}
