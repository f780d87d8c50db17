using Automail.Engine;
using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Editing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using OrchardCore.ContentManagement;
using OrchardCore.Contents;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>What the page of a contact shows of sequences.</summary>
internal sealed class ContactSequences(IAutomailStore store, SequenceCatalog catalog, SequenceItemStore items, PeopleReader people, IContentManager contents, IAuthorizationService authorization, IHttpContextAccessor contexts)
{
    private const string DraftPrefix = "draft:";

    /// <summary>The passages of a contact, and the sequences to try.</summary>
    public async Task<ContactSequencesViewModel> OfAsync(string contactId)
    {
        var rows = await store.ReadAsync(async unit =>
            await people.RowsAsync(unit, [.. (await unit.Enrollments.ForContactAsync(contactId)).Where(passage => Journeys.Journeys.WorkflowTypeId(passage.JourneyId) is null)]));
        var drafts = new List<KeyValuePair<string, string>>();
        foreach (var item in await items.DraftsAsync())
        {
            if (await MayEditAsync(item))
            {
                drafts.Add(KeyValuePair.Create(DraftPrefix + item.ContentItemId, item.DisplayText ?? item.ContentItemId));
            }
        }

        return new ContactSequencesViewModel
        {
            ContactId = contactId,
            MayManage = contexts.HttpContext?.User is { } user && await authorization.AuthorizeAsync(user, AutomailPermissions.ManageEnrollments),
            Passages = [.. rows.Select(row => PassageAddress.Of(row.Passage) is { } address ? new ContactPassage(address, NameOf(row.Passage.JourneyId), row) : null).OfType<ContactPassage>()],
            Open = [.. catalog.Current.Where(one => catalog.Admits(one.Key)).Select(one => KeyValuePair.Create(one.Key, NameOf(one.Key))).OrderBy(one => one.Value, StringComparer.CurrentCulture)],
            Drafts = [.. drafts.OrderBy(one => one.Value, StringComparer.CurrentCulture)],
        };
    }

    /// <summary>What an address calls a sequence: a published one by its id, or a draft. Null when there is none, or it is not for this user.</summary>
    public async Task<(string Id, string Name, string? Draft)?> FindAsync(string? called)
    {
        if (called?.StartsWith(DraftPrefix, StringComparison.Ordinal) != true)
        {
            return called is not null && catalog.Current.ContainsKey(called) ? (called, NameOf(called), null) : null;
        }

        return await contents.GetAsync(called[DraftPrefix.Length..], VersionOptions.Latest) is { ContentType: SequenceTypes.Sequence } item
            && item.TryGet<EmailSequencePart>(out var part)
            && await MayEditAsync(item)
            ? (DefinitionText.Find(part.Definition, "id") ?? "", item.DisplayText ?? "", part.Definition)
            : null;
    }

    private string NameOf(string sequenceId) => catalog.Current.GetValueOrDefault(sequenceId)?.Definition.Name ?? sequenceId;

    private async Task<bool> MayEditAsync(ContentItem item) => contexts.HttpContext?.User is { } user && await authorization.AuthorizeAsync(user, CommonPermissions.EditContent, item);
}
