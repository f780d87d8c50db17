using Automail.Engine;
using Automail.Engine.Flow;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Admin;
using OrchardCore.DisplayManagement.Notify;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>Work on many people of a sequence: how far it is, and stopping it.</summary>
public sealed class PeopleWorkController(IAutomailStore store, IAuthorizationService authorization, INotifier notifier, IHtmlLocalizer<PeopleWorkController> localizer) : Controller
{
    internal readonly IHtmlLocalizer H = localizer;

    /// <summary>One work.</summary>
    [HttpGet]
    [Admin("Automail/Sequences/{sequenceId}/Work/{id}", "AutomailPeopleWork")]
    public async Task<IActionResult> Details(string sequenceId, string id)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        var services = HttpContext.RequestServices;
        var texts = services.GetRequiredService<PeopleTexts>();
        if (await FindAsync(sequenceId, id) is not { } work || await services.GetRequiredService<PeopleReader>().FindAsync(sequenceId, texts.Work(work)) is not { } sequence)
        {
            return NotFound();
        }

        var ids = work.Enroll?.First ?? [];
        var first = await store.ReadAsync(unit => unit.Contacts.GetAsync(ids), HttpContext.RequestAborted);
        return View(new PeopleWorkViewModel(
            sequence,
            work,
            services.GetRequiredService<SequenceCatalog>().Current[sequenceId].Definition.Purpose,
            [.. ids.Where(first.ContainsKey).Select(one => KeyValuePair.Create(one, texts.Name(first[one])))],
            await MayManageAsync()));
    }

    /// <summary>How far it is, for the page's script.</summary>
    [HttpGet]
    [Admin("Automail/Sequences/{sequenceId}/Work/{id}/Progress", "AutomailPeopleWorkProgress")]
    public async Task<IActionResult> Progress(string sequenceId, string id)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        return await FindAsync(sequenceId, id) is { } work
            ? Json(new { state = work.State.ToString(), percent = work.Percent, text = HttpContext.RequestServices.GetRequiredService<PeopleTexts>().Progress(work) })
            : NotFound();
    }

    /// <summary>Stops it.</summary>
    [HttpPost]
    [Admin("Automail/Sequences/{sequenceId}/Work/{id}/Stop", "AutomailPeopleWorkStop")]
    public async Task<IActionResult> Stop(string sequenceId, string id)
    {
        if (!await MayManageAsync())
        {
            return Forbid();
        }

        await (await HttpContext.RequestServices.GetRequiredService<PeopleWorker>().StopAsync(sequenceId, id, OperatorNote(), HttpContext.RequestAborted)
            ? notifier.SuccessAsync(H["It is stopped. What was done stays done."])
            : notifier.WarningAsync(H["Nothing changed: it was not running any more."]));
        return RedirectToAction(nameof(Details), new { sequenceId, id });
    }

    private string OperatorNote() => $"operator {User.Identity?.Name}";

    private Task<bool> MayManageAsync() => authorization.AuthorizeAsync(User, AutomailPermissions.ManageEnrollments);

    private async Task<PeopleWork?> FindAsync(string sequenceId, string id)
        => await store.ReadAsync(unit => unit.PeopleWork().GetAsync(id), HttpContext.RequestAborted) is { } work && work.SequenceId == sequenceId ? work : null;
}
