using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.Engine.Templates;
using Automail.OrchardModule.Sequences.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrchardCore.Admin;
using OrchardCore.DisplayManagement.Notify;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>Puts people into a sequence: one contact, those for whom a condition holds, or those of a file. First it is counted who may enter, and then asked.</summary>
public sealed class EnrollController(
    IAutomailStore store, IAuthorizationService authorization, INotifier notifier, IHtmlLocalizer<EnrollController> htmlLocalizer, IStringLocalizer<EnrollController> localizer) : Controller
{
    /// <summary>More than <see cref="ContactFile.MaxBytes"/>, so that a file that is a little too large is refused in words.</summary>
    private const int MaxRequest = 24 * 1024 * 1024;

    private const int MaxListed = 100;
    private const int MaxCondition = 2_000;

    private static readonly TimeSpan MaxSpread = TimeSpan.FromDays(30);

    internal readonly IHtmlLocalizer H = htmlLocalizer;
    internal readonly IStringLocalizer S = localizer;

    private IServiceProvider Services => HttpContext.RequestServices;

    /// <summary>The form.</summary>
    [HttpGet]
    [Admin("Automail/Sequences/{sequenceId}/Enroll", "AutomailEnroll")]
    public async Task<IActionResult> Index(string sequenceId, string? contact)
        => !await MayAsync() ? Forbid() : await FormAsync(sequenceId, new EnrollForm { Source = contact is null ? "filter" : "contact", ContactId = contact }, null) ?? NotFound();

    /// <summary>From a contact's page to the form of the sequence that was chosen there.</summary>
    [HttpGet]
    [Admin("Automail/Contacts/{id}/Enroll", "AutomailEnrollContact")]
    public async Task<IActionResult> Choose(string id, string? sequence)
    {
        if (!await MayAsync())
        {
            return Forbid();
        }

        if (sequence is not null && Services.GetRequiredService<SequenceCatalog>().Current.ContainsKey(sequence))
        {
            return RedirectToAction(nameof(Index), new { sequenceId = sequence, contact = id });
        }

        await notifier.WarningAsync(H["Only a published sequence lets people in."]);
        return RedirectToAction(nameof(Contacts.ContactsController.Details), "Contacts", new { id });
    }

    /// <summary>Takes the form, and counts who may enter. Nobody enters yet.</summary>
    [HttpPost]
    [Admin("Automail/Sequences/{sequenceId}/Enroll/Count", "AutomailEnrollCount")]
    [RequestSizeLimit(MaxRequest)]
    [RequestFormLimits(MultipartBodyLengthLimit = MaxRequest)]
    public async Task<IActionResult> Count(string sequenceId, EnrollForm form)
    {
        if (!await MayAsync())
        {
            return Forbid();
        }

        try
        {
            var (work, parts) = await ReadAsync(sequenceId, form);
            if (!Services.GetRequiredService<SequenceCatalog>().Current.ContainsKey(sequenceId))
            {
                return NotFound();
            }

            await Services.GetRequiredService<PeopleWorker>().StartAsync(work, parts, HttpContext.RequestAborted);
            return RedirectToAction(nameof(PeopleWorkController.Details), "PeopleWork", new { sequenceId, id = work.Id });
        }
        catch (FieldException e)
        {
            return await FormAsync(sequenceId, form, e.Message) ?? NotFound();
        }
    }

    /// <summary>Whoever opens the address of an answered form anew starts over.</summary>
    [HttpGet]
    [ActionName(nameof(Count))]
    [Admin("Automail/Sequences/{sequenceId}/Enroll/Count", "AutomailEnrollCountAgain")]
    public IActionResult CountAgain(string sequenceId) => RedirectToAction(nameof(Index), new { sequenceId });

    /// <summary>Confirms what was counted: people enter.</summary>
    [HttpPost]
    [Admin("Automail/Sequences/{sequenceId}/Enroll/{id}/Begin", "AutomailEnrollBegin")]
    public async Task<IActionResult> Begin(string sequenceId, string id, EnrollConfirmation confirmation)
    {
        if (!await MayAsync())
        {
            return Forbid();
        }

        try
        {
            var spread = SpreadOf(confirmation);
            var begun = await Services.GetRequiredService<PeopleWorker>().ConfirmAsync(
                sequenceId, id, order => order with { Spread = spread, CreatesUnknown = confirmation.Create, WritesData = confirmation.Write }, HttpContext.RequestAborted);
            if (!begun)
            {
                await notifier.WarningAsync(H["Nothing changed: it does not wait to be confirmed."]);
            }
        }
        catch (FieldException e)
        {
            await notifier.ErrorAsync(H["That was refused: {0}", e.Message]);
        }

        return RedirectToAction(nameof(PeopleWorkController.Details), "PeopleWork", new { sequenceId, id });
    }

    private Task<bool> MayAsync() => authorization.AuthorizeAsync(User, AutomailPermissions.ManageEnrollments);

    private async Task<IActionResult?> FormAsync(string sequenceId, EnrollForm form, string? problem)
    {
        if (await Services.GetRequiredService<PeopleReader>().FindAsync(sequenceId, S["Put people in"]) is not { } sequence)
        {
            return null;
        }

        var contact = form.ContactId is { Length: > 0 } id ? await store.ReadAsync(unit => unit.Contacts.GetAsync(id), HttpContext.RequestAborted) : null;
        return View(nameof(Index), new EnrollViewModel
        {
            Sequence = sequence,
            Form = form,
            ContactName = contact is null ? null : Services.GetRequiredService<PeopleTexts>().Name(contact),
            IsOpen = Services.GetRequiredService<SequenceCatalog>().Admits(sequenceId),
            Problem = problem,
        });
    }

    private async Task<(PeopleWork Work, IReadOnlyList<EnrollPart> Parts)> ReadAsync(string sequenceId, EnrollForm form)
    {
        var reason = form.Reason?.Trim() ?? "";
        if (reason.Length > OperatorDesk.MaxReasonLength)
        {
            throw new FieldException("reason", S["is longer than {0} characters.", OperatorDesk.MaxReasonLength]);
        }

        var order = new EnrollOrder { Source = EnrollSource.Filter, By = User.Identity?.Name ?? "", Reason = reason };
        var work = new PeopleWork { Id = PeopleWork.NewId(), SequenceId = sequenceId, State = WorkState.Counting, CreatedAt = Services.GetRequiredService<OrchardTimeProvider>().Now() };
        switch (form.Source)
        {
            case "contact":
                return (work with { Total = 1, Enroll = order with { Source = EnrollSource.Contact, ContactId = (await ContactAsync(form)).Id } }, []);
            case "file":
                return await FileAsync(work, order, form.File);
            default:
                var everybody = await store.ReadAsync(unit => unit.Contacts.SearchAsync(null, 0, 0), HttpContext.RequestAborted);
                return (work with { Total = everybody.Total, Enroll = order with { Condition = Condition(form.Condition) } }, []);
        }
    }

    private async Task<Contact> ContactAsync(EnrollForm form)
        => await store.ReadAsync(
            async unit => form.ContactId is { Length: > 0 } id && string.IsNullOrWhiteSpace(form.Key) ? await unit.Contacts.GetAsync(id) : await unit.Contacts.FindAsync(ContactIdentity.FromSubject(form.Key, "key")),
            HttpContext.RequestAborted)
            ?? throw new FieldException("key", S["Nobody is known by “{0}”.", form.Key ?? ""]);

    private string Condition(string? condition)
    {
        var text = condition?.Trim() ?? "";
        if (text.Length > MaxCondition)
        {
            throw new FieldException("condition", S["is longer than {0} characters.", MaxCondition]);
        }

        try
        {
            if (text.Length > 0)
            {
                Services.GetRequiredService<LiquidConditions>().Check(text);
            }

            return text;
        }
        catch (TemplateException e)
        {
            throw new FieldException("condition", e.Message, e);
        }
    }

    private async Task<(PeopleWork, IReadOnlyList<EnrollPart>)> FileAsync(PeopleWork work, EnrollOrder order, IFormFile? sent)
    {
        if (sent is null || sent.Length == 0)
        {
            throw new FieldException("file", S["is missing or empty."]);
        }

        if (sent.Length > ContactFile.MaxBytes)
        {
            throw new FieldException("file", S["is larger than {0} MB.", ContactFile.MaxBytes / 1024 / 1024]);
        }

        using var buffer = new MemoryStream((int)sent.Length);
        await sent.CopyToAsync(buffer, HttpContext.RequestAborted);
        var file = ContactFile.Read(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        var parts = file.Lines.Chunk(EnrollPart.Size).Select((lines, number) => new EnrollPart(work.Id, number, lines)).ToList();
        return (work with
        {
            Total = file.Lines.Count,
            Enroll = order with
            {
                Source = EnrollSource.File,
                Parts = parts.Count,
                Problems = [.. file.Problems.Take(MaxListed)],
                ProblemCount = file.Problems.Count,
                IgnoredColumns = file.IgnoredColumns,
            },
        }, parts);
    }

    private TimeSpan SpreadOf(EnrollConfirmation confirmation)
    {
        var unit = confirmation.Unit switch
        {
            "days" => TimeSpan.FromDays(1),
            "hours" => TimeSpan.FromHours(1),
            _ => TimeSpan.FromMinutes(1),
        };
        var amount = confirmation.Spread ?? 0;
        return ModelState.IsValid && amount >= 0 && amount <= (decimal)(MaxSpread / unit) ? unit * (double)amount : throw new FieldException("spread", S["is not between no time and {0} days.", MaxSpread.Days]);
    }
}
