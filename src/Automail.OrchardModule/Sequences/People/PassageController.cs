using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Admin;
using OrchardCore.DisplayManagement.Notify;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>One passage of one contact: why and why not, what comes next, and what can be done. And what would happen if a contact entered a sequence.</summary>
public sealed class PassageController(IAutomailStore store, IAuthorizationService authorization, INotifier notifier, IHtmlLocalizer<PassageController> localizer) : Controller
{
    internal readonly IHtmlLocalizer H = localizer;

    private IServiceProvider Services => HttpContext.RequestServices;

    /// <summary>The passage.</summary>
    [HttpGet]
    [Admin("Automail/Sequences/{sequenceId}/People/{enteredAs}/{number:int}", "AutomailPassage")]
    public async Task<IActionResult> Details(string sequenceId, string enteredAs, int number)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        var address = new PassageAddress(sequenceId, enteredAs, number);
        var (people, steps, words) = (Services.GetRequiredService<PeopleReader>(), Services.GetRequiredService<SequenceSteps>(), Services.GetRequiredService<TraceWords>());
        var found = await store.ReadAsync(
            async unit =>
            {
                if ((await unit.Enrollments.GetAsync([address.Id])).GetValueOrDefault(address.Id) is not { } passage || passage.JourneyId != sequenceId)
                {
                    return null;
                }

                var definition = await steps.FindAsync(unit, sequenceId, passage.Version);
                return new
                {
                    Row = (await people.RowsAsync(unit, [passage]))[0],
                    Trace = (await PassageTrace.ReadAsync(unit, passage.Id)).Select(decision => words.Of(decision, definition?.Purpose ?? "")).ToList(),
                    Later = definition is null || passage.Status != EnrollmentStatus.Active ? [] : steps.Choice(SequenceSteps.After(definition, passage.StepId)),
                };
            },
            HttpContext.RequestAborted);
        if (found is null || await people.FindAsync(sequenceId, Services.GetRequiredService<PeopleTexts>().Name(found.Row.Contact)) is not { } sequence)
        {
            return NotFound();
        }

        return View(new PassageViewModel
        {
            Sequence = sequence,
            Address = address,
            Row = found.Row,
            Trace = found.Trace,
            Later = found.Later,
            Foresight = found.Row is { State: PassageState.Active, Contact: { } contact }
                ? await Services.GetRequiredService<Foresight>().OfAsync(found.Row.Passage, contact.TimeZone, HttpContext.RequestAborted)
                : null,
            MayManage = await authorization.AuthorizeAsync(User, AutomailPermissions.ManageEnrollments),
            MaySeeMails = await authorization.AuthorizeAsync(User, AutomailPermissions.ViewMailLog),
        });
    }

    /// <summary>Pauses, resumes, lets skip ahead or removes.</summary>
    [HttpPost]
    [Admin("Automail/Sequences/{sequenceId}/People/{enteredAs}/{number:int}/Change", "AutomailPassageChange")]
    public async Task<IActionResult> Change(string sequenceId, string enteredAs, int number, PeopleForm form)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ManageEnrollments))
        {
            return Forbid();
        }

        if (!Enum.TryParse<PassageAction>(form.What, ignoreCase: true, out var action) || !Enum.IsDefined(action))
        {
            return NotFound();
        }

        try
        {
            var order = new PassageOrder(action, User.Identity?.Name ?? "", form.Reason) { ToStepId = string.IsNullOrWhiteSpace(form.To) ? null : form.To };
            var changed = await Services.GetRequiredService<PassageControl>().SomeAsync([new PassageAddress(sequenceId, enteredAs, number).Id], order, HttpContext.RequestAborted);
            await (changed > 0 ? notifier.SuccessAsync(H["Done."]) : notifier.WarningAsync(H["Nothing changed: the passage is not in a state for it any more."]));
        }
        catch (FieldException e)
        {
            await notifier.ErrorAsync(H["That was refused: {0}", e.Message]);
        }

        return RedirectToAction(nameof(Details), new { sequenceId, enteredAs, number });
    }

    /// <summary>What would happen if a contact entered a sequence, published or a draft. Nothing happens.</summary>
    [HttpGet]
    [Admin("Automail/Contacts/{id}/WhatIf", "AutomailWhatIf")]
    public async Task<IActionResult> WhatIf(string id, string? sequence)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        var contact = (await store.ReadAsync(unit => unit.Contacts.GetAsync([id]), HttpContext.RequestAborted)).GetValueOrDefault(id);
        if (contact is null || await Services.GetRequiredService<ContactSequences>().FindAsync(sequence) is not var (sequenceId, name, draft))
        {
            return NotFound();
        }

        var model = new WhatIfViewModel { Contact = contact, Sequence = name, IsDraft = draft is not null };
        try
        {
            return View(model with { Foresight = await Services.GetRequiredService<Foresight>().OfEntryAsync(id, sequenceId, draft, contact.TimeZone, HttpContext.RequestAborted) });
        }
        catch (FieldException e)
        {
            return View(model with { Problem = e.Message });
        }
    }
}
