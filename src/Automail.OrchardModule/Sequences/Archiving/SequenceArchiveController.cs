using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Sequences.People;
using Automail.OrchardModule.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Admin;
using OrchardCore.ContentManagement;
using OrchardCore.Contents;
using OrchardCore.DisplayManagement.Notify;

namespace Automail.OrchardModule.Sequences.Archiving;

/// <summary>Puts sequences aside: nobody enters any more and the lists leave them out. Who is inside goes on to the end, or is taken out, as somebody chooses.</summary>
public sealed class SequenceArchiveController(
    IAutomailStore store, IContentManager contents, IAuthorizationService authorization, INotifier notifier, IHtmlLocalizer<SequenceArchiveController> localizer) : Controller
{
    internal readonly IHtmlLocalizer H = localizer;

    private SequenceItemStore Items => HttpContext.RequestServices.GetRequiredService<SequenceItemStore>();

    /// <summary>Asks whether it is meant.</summary>
    [HttpGet]
    [Admin("Automail/SequenceArchive/{contentItemId}", "AutomailSequenceArchive")]
    public async Task<IActionResult> Index(string contentItemId)
    {
        if (await FindAsync(contentItemId) is not { } item)
        {
            return NotFound();
        }

        if (!await MayArchiveAsync(item))
        {
            return Forbid();
        }

        return View(new ArchiveViewModel(contentItemId, item.DisplayText ?? "", IsArchived(item), await InsideAsync(await Items.PublishedIdAsync(contentItemId)), await MayRemoveAsync()));
    }

    /// <summary>Archives.</summary>
    /// <param name="contentItemId">The item.</param>
    /// <param name="people"><c>remove</c> takes out who is inside; anything else lets them go on.</param>
    /// <param name="reason">Why they are taken out.</param>
    [HttpPost]
    [Admin("Automail/SequenceArchive/{contentItemId}/Archive", "AutomailSequenceArchiveDo")]
    public async Task<IActionResult> Archive(string contentItemId, string? people, string? reason)
    {
        if (await FindAsync(contentItemId) is not { } item)
        {
            return NotFound();
        }

        var removes = people == "remove";
        if (!await MayArchiveAsync(item) || (removes && !await MayRemoveAsync()))
        {
            return Forbid();
        }

        var sequenceId = await Items.PublishedIdAsync(contentItemId);
        var now = HttpContext.RequestServices.GetRequiredService<OrchardTimeProvider>().Now();
        if (reason?.Length > OperatorDesk.MaxReasonLength)
        {
            await notifier.ErrorAsync(H["The reason is longer than {0} characters.", OperatorDesk.MaxReasonLength]);
            return RedirectToAction(nameof(Index), new { contentItemId });
        }

        await ChangeAsync(contentItemId, now.UtcDateTime);
        await notifier.SuccessAsync(H["“{0}” is archived, and nobody enters it any more.", item.DisplayText ?? ""]);
        if (!removes || sequenceId.Length == 0 || await InsideAsync(sequenceId) is not (> 0 and var inside))
        {
            return ToList();
        }

        var work = new PeopleWork
        {
            Id = PeopleWork.NewId(),
            SequenceId = sequenceId,
            Order = new PassageOrder(PassageAction.Remove, User.Identity?.Name ?? "", reason) { EnteredUntil = now },
            CreatedAt = now,
            Total = inside,
        };
        await HttpContext.RequestServices.GetRequiredService<PeopleWorker>().StartAsync(work, [], HttpContext.RequestAborted);
        return RedirectToAction("Details", "PeopleWork", new { sequenceId, id = work.Id });
    }

    /// <summary>Takes it out of the archive, as a draft: nobody enters before it is published.</summary>
    [HttpPost]
    [Admin("Automail/SequenceArchive/{contentItemId}/Restore", "AutomailSequenceArchiveRestore")]
    public async Task<IActionResult> Restore(string contentItemId)
    {
        if (await FindAsync(contentItemId) is not { } item)
        {
            return NotFound();
        }

        if (!await MayArchiveAsync(item))
        {
            return Forbid();
        }

        await ChangeAsync(contentItemId, null);
        await notifier.SuccessAsync(H["“{0}” is out of the archive. Nobody enters it before it is published.", item.DisplayText ?? ""]);
        return ToList();
    }

    private static bool IsArchived(ContentItem item) => item.TryGet<EmailSequencePart>(out var part) && part.ArchivedUtc is not null;

    /// <summary>One transaction: it closes, and it is put aside.</summary>
    private static Task ChangeAsync(string contentItemId, DateTime? archivedUtc)
        => ScopeTransactionStore.RunAsync(async services =>
        {
            var manager = services.GetRequiredService<IContentManager>();
            if (archivedUtc is not null && await manager.GetAsync(contentItemId, VersionOptions.Published) is { } published)
            {
                await manager.UnpublishAsync(published);
            }

            if (await manager.GetAsync(contentItemId, VersionOptions.DraftRequired) is { } draft)
            {
                draft.Alter<EmailSequencePart>(part => part.ArchivedUtc = archivedUtc);
                await manager.SaveDraftAsync(draft);
            }
        });

    private RedirectToActionResult ToList() => RedirectToAction("List", "Admin", new { area = "OrchardCore.Contents", contentTypeId = SequenceTypes.Sequence });

    private async Task<ContentItem?> FindAsync(string contentItemId)
        => await contents.GetAsync(contentItemId, VersionOptions.Latest) is { ContentType: SequenceTypes.Sequence } item ? item : null;

    private async Task<int> InsideAsync(string sequenceId)
        => sequenceId.Length == 0 ? 0 : (await store.ReadAsync(unit => unit.Enrollments.CountAsync(sequenceId, completed: false), HttpContext.RequestAborted)).Sum(count => count.People);

    private Task<bool> MayArchiveAsync(ContentItem item) => authorization.AuthorizeAsync(User, CommonPermissions.PublishContent, item);

    private Task<bool> MayRemoveAsync() => authorization.AuthorizeAsync(User, AutomailPermissions.ManageEnrollments);
}
