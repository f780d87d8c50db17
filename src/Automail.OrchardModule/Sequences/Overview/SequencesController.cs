using System.Security.Claims;
using Automail.Engine;
using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Editing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Localization;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Admin;
using OrchardCore.ContentManagement;
using OrchardCore.Contents;
using OrchardCore.DisplayManagement.Notify;

namespace Automail.OrchardModule.Sequences.Overview;

/// <summary>Every sequence that runs here and how many are inside: the way to the people for who may not see content, and to the sequences that came in a recipe and are no content.</summary>
public sealed class SequencesController(IAutomailStore store, IContentManager contents, IAuthorizationService authorization, INotifier notifier, IHtmlLocalizer<SequencesController> localizer) : Controller
{
    internal readonly IHtmlLocalizer H = localizer;

    private SequenceCatalog Catalog => HttpContext.RequestServices.GetRequiredService<SequenceCatalog>();

    private SequenceItemStore Items => HttpContext.RequestServices.GetRequiredService<SequenceItemStore>();

    /// <summary>The list.</summary>
    [HttpGet]
    [Admin("Automail/Sequences", "AutomailSequences")]
    public async Task<IActionResult> Index()
    {
        if (!await authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts))
        {
            return Forbid();
        }

        var (items, catalog) = (await Items.PublishedAsync(), Catalog);
        var inside = await store.ReadAsync(
            async unit =>
            {
                var people = new Dictionary<string, int>(StringComparer.Ordinal);
                foreach (var id in catalog.Current.Keys)
                {
                    people[id] = (await unit.Enrollments.CountAsync(id, completed: false)).Sum(count => count.People);
                }

                return people;
            },
            HttpContext.RequestAborted);
        var rows = new List<OverviewRow>();
        foreach (var (id, plan) in catalog.Current)
        {
            var item = items.GetValueOrDefault(id);
            var (people, admits) = (inside.GetValueOrDefault(id), catalog.Admits(id));
            if (item is not null || admits || people > 0)
            {
                rows.Add(new OverviewRow(id, plan.Definition.Name, plan.Version, people, admits, item?.ContentItemId, item is not null && await authorization.AuthorizeAsync(User, CommonPermissions.EditContent, item)));
            }
        }

        return View(new OverviewViewModel(
            [.. rows.OrderBy(row => row.Name, StringComparer.CurrentCulture).ThenBy(row => row.Id, StringComparer.Ordinal)],
            await authorization.AuthorizeAsync(User, CommonPermissions.PublishContent, await NewAsync())));
    }

    /// <summary>Makes a content item of a sequence that came without one, so that it can be edited, closed and archived as the others. It goes on as it is.</summary>
    [HttpPost]
    [Admin("Automail/Sequences/{sequenceId}/Adopt", "AutomailSequenceAdopt")]
    public async Task<IActionResult> Adopt(string sequenceId)
    {
        var item = await NewAsync();
        if (!await authorization.AuthorizeAsync(User, CommonPermissions.PublishContent, item))
        {
            return Forbid();
        }

        if (!Catalog.Current.TryGetValue(sequenceId, out var plan)
            || await store.ReadAsync(unit => unit.Sequences.GetAsync(sequenceId, plan.Version), HttpContext.RequestAborted) is not { } stored)
        {
            return NotFound();
        }

        if ((await Items.IdsAsync()).Contains(sequenceId))
        {
            await notifier.WarningAsync(H["Nothing changed: a content item has this sequence already, or a draft asks for its id."]);
            return RedirectToAction(nameof(Index));
        }

        item.DisplayText = plan.Definition.Name;
        item.Content["TitlePart"] = new System.Text.Json.Nodes.JsonObject { ["Title"] = plan.Definition.Name };
        item.Alter<EmailSequencePart>(part => part.Definition = DefinitionText.Indented(stored.Json));
        await contents.CreateAsync(item, VersionOptions.Draft);
        if (Catalog.Admits(sequenceId) && await contents.PublishAsync(item))
        {
            await notifier.SuccessAsync(H["“{0}” is a content item now, and goes on as it is.", item.DisplayText]);
        }
        else
        {
            await notifier.SuccessAsync(H["“{0}” is a draft now. What lets people in is as it was.", item.DisplayText]);
        }

        return RedirectToAction("Edit", "Admin", new { area = "OrchardCore.Contents", contentItemId = item.ContentItemId });
    }

    private async Task<ContentItem> NewAsync()
    {
        var item = await contents.NewAsync(SequenceTypes.Sequence);
        item.Owner = User.FindFirstValue(ClaimTypes.NameIdentifier);
        return item;
    }
}
