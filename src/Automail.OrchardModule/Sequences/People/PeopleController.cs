using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Admin;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrchardCore.Admin;
using OrchardCore.DisplayManagement;
using OrchardCore.DisplayManagement.Notify;
using OrchardCore.Navigation;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>Who is inside a sequence and who has finished, and what can be done to those who are inside.</summary>
public sealed class PeopleController(
    IAutomailStore store, IAuthorizationService authorization, IShapeFactory shapes, IOptions<PagerOptions> pagers, INotifier notifier, IHtmlLocalizer<PeopleController> localizer) : Controller
{
    private const int MaxNames = 20;
    private const int MaxWorks = 5;
    private const int MaxSelected = 500;

    internal readonly IHtmlLocalizer H = localizer;

    private PeopleReader Reader => HttpContext.RequestServices.GetRequiredService<PeopleReader>();

    private PeopleTexts Texts => HttpContext.RequestServices.GetRequiredService<PeopleTexts>();

    /// <summary>The list, newest entry first.</summary>
    [HttpGet]
    [Admin("Automail/Sequences/{sequenceId}/People", "AutomailPeople")]
    public async Task<IActionResult> Index(string sequenceId, string? state, int? version, string? step, string? q, PagerParameters pagerParameters)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        var reader = Reader;
        if (await reader.FindAsync(sequenceId) is not { } sequence)
        {
            return NotFound();
        }

        var wanted = Enum.TryParse<PassageState>(state, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : (PassageState?)null;
        var query = new PeopleQuery(sequenceId, wanted, version, Text(step), Text(q));
        var pager = pagers.Value.NewPager(pagerParameters);
        var model = await store.ReadAsync(
            async unit =>
            {
                var page = await reader.PageAsync(unit, query, pager.GetStartIndex(), pager.PageSize);
                return new PeopleViewModel
                {
                    Sequence = sequence,
                    Query = query,
                    Counts = await PeopleReader.CountsAsync(unit, sequenceId),
                    Versions = [.. Enumerable.Range(1, Catalog.Current[sequenceId].Version).Reverse()],
                    Steps = await reader.StepsAsync(unit, query),
                    Rows = page.Items,
                    Total = page.Total,
                    First = pager.GetStartIndex() + 1,
                    Inside = await PeopleReader.InsideAsync(unit, query),
                    Works = await unit.PeopleWork().LatestAsync(sequenceId, MaxWorks),
                    MayManage = false,
                    Pager = null!,
                };
            },
            HttpContext.RequestAborted);
        return View(model with
        {
            MayManage = await MayManageAsync(),
            Pager = await shapes.LinksAsync(pager, model.Total, ("state", wanted?.ToString()), ("version", version?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("step", query.StepId), ("q", query.Search)),
        });
    }

    /// <summary>Asks whether it is meant. Changes nothing; it is sent as a form because it can name many.</summary>
    [HttpPost]
    [Admin("Automail/Sequences/{sequenceId}/People/Ask", "AutomailPeopleAsk")]
    public async Task<IActionResult> Ask(string sequenceId, PeopleForm form)
    {
        if (!await MayManageAsync())
        {
            return Forbid();
        }

        var reader = Reader;
        // A version that is no number must not come to mean all of them.
        if (await reader.FindAsync(sequenceId) is not { } sequence || ActionOf(form) is not { } action || !ModelState.IsValid)
        {
            return NotFound();
        }

        var texts = Texts;
        var (query, isAll) = (QueryOf(sequenceId, form), form.Scope == "all");
        var model = await store.ReadAsync(
            async unit =>
            {
                var rows = isAll ? [] : (await RowsAsync(unit, sequenceId, form)).Where(row => row.IsInside).ToList();
                var version = rows.Count > 0 && rows.TrueForAll(row => row.Passage.Version == rows[0].Passage.Version) ? rows[0].Passage.Version : query.Version;
                return new PeopleAskViewModel
                {
                    Sequence = sequence,
                    Action = action,
                    Query = query,
                    People = isAll ? await PeopleReader.InsideAsync(unit, query) : rows.Count,
                    Names = [.. rows.Take(MaxNames).Select(row => texts.Name(row.Contact))],
                    Ids = [.. rows.Select(row => row.Passage.Id)],
                    Steps = action == PassageAction.SkipAhead ? await reader.StepsAsync(unit, query with { Version = version }, later: true) : [],
                };
            },
            HttpContext.RequestAborted);
        if (model.People == 0)
        {
            await notifier.WarningAsync(H["Nobody who is inside was chosen."]);
            return RedirectToAction(nameof(Index), new { sequenceId });
        }

        return View(model);
    }

    /// <summary>Whoever opens the address of an answered form anew starts over.</summary>
    [HttpGet]
    [ActionName(nameof(Ask))]
    [Admin("Automail/Sequences/{sequenceId}/People/Ask", "AutomailPeopleAskAgain")]
    public IActionResult AskAgain(string sequenceId) => RedirectToAction(nameof(Index), new { sequenceId });

    /// <summary>Does it: to the chosen ones at once, to all as work that goes on by itself.</summary>
    [HttpPost]
    [Admin("Automail/Sequences/{sequenceId}/People/Change", "AutomailPeopleChange")]
    public async Task<IActionResult> Change(string sequenceId, PeopleForm form)
    {
        if (!await MayManageAsync())
        {
            return Forbid();
        }

        if (await Reader.FindAsync(sequenceId) is null || ActionOf(form) is not { } action || !ModelState.IsValid)
        {
            return NotFound();
        }

        var now = HttpContext.RequestServices.GetRequiredService<OrchardTimeProvider>().Now();
        var query = QueryOf(sequenceId, form);
        var order = new PassageOrder(action, User.Identity?.Name ?? "", form.Reason) { ToStepId = Text(form.To) };
        try
        {
            if (form.Scope == "all")
            {
                return await ChangeAllAsync(query, order with { Version = query.Version, AtStepId = query.StepId, EnteredUntil = now }, now);
            }

            var chosen = await store.ReadAsync(unit => RowsAsync(unit, sequenceId, form), HttpContext.RequestAborted);
            var changed = await HttpContext.RequestServices.GetRequiredService<PassageControl>().SomeAsync([.. chosen.Select(row => row.Passage.Id)], order, HttpContext.RequestAborted);
            await (changed > 0 ? notifier.SuccessAsync(H["Done for {0} of {1}.", changed, chosen.Count]) : notifier.WarningAsync(H["Nothing changed: nobody was in a state for it any more."]));
        }
        catch (FieldException e)
        {
            await notifier.ErrorAsync(H["That was refused: {0}", e.Message]);
        }

        return RedirectToAction(nameof(Index), new { sequenceId });
    }

    private async Task<IActionResult> ChangeAllAsync(PeopleQuery query, PassageOrder order, DateTimeOffset now)
    {
        var work = new PeopleWork
        {
            Id = PeopleWork.NewId(),
            SequenceId = query.JourneyId,
            Order = order,
            CreatedAt = now,
            Total = await store.ReadAsync(unit => PeopleReader.InsideAsync(unit, query), HttpContext.RequestAborted),
        };
        await HttpContext.RequestServices.GetRequiredService<PeopleWorker>().StartAsync(work, [], HttpContext.RequestAborted);
        return RedirectToAction(nameof(PeopleWorkController.Details), "PeopleWork", new { sequenceId = query.JourneyId, id = work.Id });
    }

    /// <summary>The chosen ones, as far as they belong to the sequence.</summary>
    private async Task<IReadOnlyList<PeopleRow>> RowsAsync(IUnitOfWork unit, string sequenceId, PeopleForm form)
    {
        var passages = await unit.Enrollments.GetAsync([.. (form.Ids ?? []).Where(id => !string.IsNullOrEmpty(id)).Distinct().Take(MaxSelected)]);
        return await Reader.RowsAsync(unit, [.. passages.Values.Where(passage => passage.JourneyId == sequenceId).OrderBy(passage => passage.Id, StringComparer.Ordinal)]);
    }

    private Task<bool> MayManageAsync() => authorization.AuthorizeAsync(User, AutomailPermissions.ManageEnrollments);

    private SequenceCatalog Catalog => HttpContext.RequestServices.GetRequiredService<SequenceCatalog>();

    private static PeopleQuery QueryOf(string sequenceId, PeopleForm form) => new(sequenceId, Version: form.Version, StepId: Text(form.Step));

    private static PassageAction? ActionOf(PeopleForm form) => Enum.TryParse<PassageAction>(form.What, ignoreCase: true, out var action) && Enum.IsDefined(action) ? action : null;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
