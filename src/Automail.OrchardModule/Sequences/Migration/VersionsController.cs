using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Sequences.Migration;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Admin;
using OrchardCore.ContentManagement;
using OrchardCore.Contents;
using OrchardCore.DisplayManagement.Notify;

namespace Automail.OrchardModule.Sequences.Migration;

/// <summary>The people in the versions of a sequence: where they stand, what a new version means for them, and moving them to it.</summary>
public sealed class VersionsController(IAutomailStore store, IAuthorizationService authorization, INotifier notifier, IHtmlLocalizer<VersionsController> localizer) : Controller
{
    internal readonly IHtmlLocalizer H = localizer;

    private VersionsReader Reader => HttpContext.RequestServices.GetRequiredService<VersionsReader>();

    /// <summary>Where people stand, and the answers to choose from.</summary>
    [HttpGet]
    [Admin("Automail/Sequences/{sequenceId}/Versions", "AutomailVersions")]
    public async Task<IActionResult> Index(string sequenceId)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        return await Reader.ReadAsync(sequenceId, null) is { } model ? View(model with { MayMove = await MayMoveAsync(model) }) : NotFound();
    }

    /// <summary>What would come of the answers. Changes nothing; it is sent as a form because there can be many.</summary>
    [HttpPost]
    [Admin("Automail/Sequences/{sequenceId}/Versions/Preview", "AutomailVersionsPreview")]
    public async Task<IActionResult> Preview(string sequenceId, MigrationForm form)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ManageEnrollments))
        {
            return Forbid();
        }

        if (await Reader.ReadAsync(sequenceId, form) is not { } model)
        {
            return NotFound();
        }

        model = model with { MayMove = await MayMoveAsync(model) };
        if (!await IsSameAsync(model, form))
        {
            return View(nameof(Index), model);
        }

        return await ShowAsync(model, form);
    }

    /// <summary>Whoever opens the address of an answered form anew starts over.</summary>
    [HttpGet]
    [ActionName(nameof(Preview))]
    [Admin("Automail/Sequences/{sequenceId}/Versions/Preview", "AutomailVersionsPreviewAgain")]
    public IActionResult PreviewAgain(string sequenceId) => RedirectToAction(nameof(Index), new { sequenceId });

    /// <summary>Publishes the draft, if there is one, and moves people: both or none.</summary>
    [HttpPost]
    [Admin("Automail/Sequences/{sequenceId}/Versions/Move", "AutomailVersionsMove")]
    public async Task<IActionResult> Move(string sequenceId, MigrationForm form)
    {
        if (await Reader.ReadAsync(sequenceId, form) is not { } model)
        {
            return await authorization.AuthorizeAsync(User, AutomailPermissions.ManageEnrollments) ? NotFound() : Forbid();
        }

        if (!await MayMoveAsync(model))
        {
            return Forbid();
        }

        var plan = VersionsReader.PlanOf(sequenceId, form);
        if (!await IsSameAsync(model, form))
        {
            return View(nameof(Index), model with { MayMove = true });
        }

        if (plan.Versions.Count == 0 && model.Target.Draft is null)
        {
            await notifier.WarningAsync(H["Nothing changed: everybody stays."]);
            return RedirectToAction(nameof(Index), new { sequenceId });
        }

        if (form.Shown != MigrationAnswers.FingerprintOf(plan.Versions))
        {
            await notifier.WarningAsync(H["The answers were changed after the preview, and nothing was done. This is what they mean: look at it again."]);
            return await ShowAsync(model with { MayMove = true }, form);
        }

        try
        {
            await DoAsync(model.Target, plan, form);
            await notifier.SuccessAsync(
                plan.Versions.Count == 0 ? H["Version {0} is published, and everybody who is inside stays on the version of before.", form.ToVersion]
                : model.Target.Draft is null ? H["People are being moved to version {0}.", form.ToVersion]
                : H["Version {0} is published, and people are being moved to it.", form.ToVersion]);
        }
        catch (FieldException e)
        {
            await notifier.ErrorAsync(e.Field switch
            {
                "sequence" => H["People of this sequence are being moved already, and nothing has changed. Wait until that is done."],
                "toVersion" or "draft" => H["The sequence was changed or published meanwhile, and nobody was moved. This page shows it as it is now: look at the preview again."],
                _ => H["That was refused, and nothing has changed: {0}", e.Message],
            });
            return View(nameof(Index), model with { MayMove = true });
        }

        return RedirectToAction(nameof(Index), new { sequenceId });
    }

    /// <summary>Whoever opens the address of an answered form anew starts over.</summary>
    [HttpGet]
    [ActionName(nameof(Move))]
    [Admin("Automail/Sequences/{sequenceId}/Versions/Move", "AutomailVersionsMoveAgain")]
    public IActionResult MoveAgain(string sequenceId) => RedirectToAction(nameof(Index), new { sequenceId });

    /// <summary>Stops a move that is going on.</summary>
    [HttpPost]
    [Admin("Automail/Sequences/{sequenceId}/Versions/Stop", "AutomailVersionsStop")]
    public async Task<IActionResult> Stop(string sequenceId, int number)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ManageEnrollments))
        {
            return Forbid();
        }

        await (await HttpContext.RequestServices.GetRequiredService<MigrationDesk>().StopAsync(SequenceMigration.MakeId(sequenceId, number), User.Identity?.Name ?? "", HttpContext.RequestAborted)
            ? notifier.SuccessAsync(H["It is stopped. Who was moved stays moved, and the others stay where they are."])
            : notifier.WarningAsync(H["Nothing changed: it was not running any more."]));
        return RedirectToAction(nameof(Index), new { sequenceId });
    }

    /// <summary>How far the latest move is, for the page's script.</summary>
    [HttpGet]
    [Admin("Automail/Sequences/{sequenceId}/Versions/Progress", "AutomailVersionsProgress")]
    public async Task<IActionResult> Progress(string sequenceId)
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        return await store.ReadAsync(unit => unit.Sequences.LatestMigrationAsync(sequenceId), HttpContext.RequestAborted) is { } last
            ? Json(new { state = last.State.ToString(), percent = MigrationTexts.Percent(last), text = HttpContext.RequestServices.GetRequiredService<MigrationTexts>().Progress(last) })
            : NotFound();
    }

    /// <summary>The page with what would come of the answers.</summary>
    private async Task<IActionResult> ShowAsync(VersionsViewModel model, MigrationForm form)
    {
        try
        {
            model = await Reader.PreviewAsync(model, form, HttpContext.RequestAborted);
        }
        catch (FieldException e)
        {
            await notifier.ErrorAsync(H["That was refused: {0}", e.Message]);
        }

        return View(nameof(Index), model);
    }

    /// <summary>One transaction, in which the definition is looked at once more.</summary>
    private Task DoAsync(MigrationTarget target, MigrationPlan plan, MigrationForm form)
    {
        var (by, itemId) = (User.Identity?.Name ?? "", target.Draft?.ContentItemId);
        return ScopeTransactionStore.RunAsync(async services =>
        {
            if (itemId is not null)
            {
                var contents = services.GetRequiredService<IContentManager>();
                if (await contents.GetAsync(itemId, VersionOptions.Latest) is not { Published: false } draft
                    || !draft.TryGet<EmailSequencePart>(out var part)
                    || MigrationTarget.FingerprintOf(EmailSequencePartHandler.Named(part)) != form.Fingerprint
                    || !await contents.PublishAsync(draft))
                {
                    throw new FieldException("draft", "was changed meanwhile, or cannot be published.");
                }
            }

            if (plan.Versions.Count > 0)
            {
                await services.GetRequiredService<MigrationDesk>().StartAsync(services.GetRequiredService<IUnitOfWork>(), plan, by, form.Reason);
            }
        });
    }

    /// <summary>Whether the page that sent the form showed what is there; says so when it did not.</summary>
    private async Task<bool> IsSameAsync(VersionsViewModel model, MigrationForm form)
    {
        if (model.Target.Version == form.ToVersion && model.Target.Fingerprint == form.Fingerprint)
        {
            return true;
        }

        await notifier.ErrorAsync(H["The sequence was changed or published meanwhile, and nobody was moved. This page shows it as it is now: look at the preview again."]);
        return false;
    }

    private async Task<bool> MayMoveAsync(VersionsViewModel model)
        => await authorization.AuthorizeAsync(User, AutomailPermissions.ManageEnrollments)
            && (model.Target.Draft is not { } draft || await authorization.AuthorizeAsync(User, CommonPermissions.PublishContent, draft));
}
