using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Starting;
using Automail.OrchardModule.Templates;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;
using OrchardCore.Contents;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>Fills the editor of a sequence: with what the sequence is, and with what there is to choose from.</summary>
internal sealed class EditorModel(
    SequenceGate gate, SequenceItemStore items, TemplateCatalog templates, SequenceCatalog catalog, WorkflowNames workflows, SequenceWords words, StepWords steps, SequenceNumbers numbers, IUnitOfWork unit,
    LinkGenerator links, IHttpContextAccessor contexts, IAuthorizationService authorization, IStringLocalizer<EditorModel> localizer)
{
    /// <summary>A new sequence: everybody who registers, and no step yet.</summary>
    private const string Starter = """
        {
          "trigger": {
            "event": "user.registered"
          },
          "steps": []
        }
        """;

    private static readonly string[] Events =
    [
        EventTypes.UserRegistered, EventTypes.CartAbandoned, EventTypes.OrderPlaced, EventTypes.LinkClicked, EventTypes.ProductViewed, EventTypes.CartUpdated, EventTypes.ContactUpdated,
        EventTypes.EmailOpened, EventTypes.EmailBounced, EventTypes.EmailComplained, EventTypes.ContactUnsubscribed,
    ];

    private readonly IStringLocalizer S = localizer;

    /// <summary>The id under which a sequence was published; empty when it never was.</summary>
    public Task<string> PublishedIdAsync(EmailSequencePart part) => items.PublishedIdAsync(part.ContentItem.ContentItemId);

    /// <summary>What the sequence is, what it means, what is wrong with it, and who is inside.</summary>
    public async Task FillAsync(EmailSequencePartViewModel model, EmailSequencePart part, string publishedId)
    {
        var isNew = string.IsNullOrEmpty(part.Definition);
        model.Definition = isNew ? DefinitionText.Lines(Starter) : part.Definition;
        model.IsSaved = !isNew;
        (model.ContentItemId, model.PublishedId) = (part.ContentItem.ContentItemId, publishedId);
        model.Lines = words.Of(model.Definition);
        model.Problems = isNew ? [] : await gate.ProblemsAsync(part.ContentItem, part.Definition);
        model.Numbers = model.PublishedId.Length == 0 ? NumbersInWords.None : await numbers.OfAsync(model.PublishedId);
        model.TemplateLinks = JsonSerializer.Serialize(await TemplateLinksAsync());
        model.RunsOtherwise = model.PublishedId.Length == 0 ? null : await RunsOtherwiseAsync(part.ContentItem.ContentItemId, publishedId);
    }

    /// <summary>What the fields of its steps and settings offer.</summary>
    public async Task FillAsync(SequenceControlsViewModel model, string publishedId)
    {
        model.PublishedId = publishedId;
        model.EventTypes = [.. Events.Select(type => KeyValuePair.Create(type, steps.Event(type)))];
        model.KindNames = StepKinds.All.ToDictionary(kind => kind.Name, kind => Name(kind.Name));
        model.Sequences = [.. catalog.Current.Values.Select(plan => KeyValuePair.Create(plan.Definition.Id, plan.Definition.Name)).OrderBy(one => one.Value, StringComparer.CurrentCulture)];
        model.Workflows = await workflows.ListAsync();
        model.Templates = await templates.NamesAsync();
    }

    private async Task<Dictionary<string, object>> TemplateLinksAsync()
    {
        var all = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, (item, subject)) in await items.TemplatesAsync())
        {
            var mayEdit = contexts.HttpContext is { } http && await authorization.AuthorizeAsync(http.User, CommonPermissions.EditContent, item);
            all[name] = new
            {
                edit = mayEdit ? Link("Edit", "Admin", new { area = "OrchardCore.Contents", contentItemId = item.ContentItemId }) : null,
                mail = Link("Mail", "SequenceEditor", new { area = "Automail.OrchardModule", id = item.ContentItemId }),
                subject,
            };
        }

        return all;
    }

    /// <summary>What runs, where a recipe brought a version after the one that was published here; null where it is the same.</summary>
    private async Task<string?> RunsOtherwiseAsync(string contentItemId, string publishedId)
        => await items.PublishedPartAsync(contentItemId) is { } published
            && catalog.Current.TryGetValue(publishedId, out var plan)
            && await unit.Sequences.GetAsync(publishedId, plan.Version) is { } stored
            && !DefinitionText.SaySame(stored.Json, EmailSequencePartHandler.Named(published))
            ? DefinitionText.Indented(stored.Json) : null;

    private string? Link(string action, string controller, object values)
        => contexts.HttpContext is { } http ? links.GetPathByAction(http, action, controller, values) : null;

    private string Name(string kind) => kind switch
    {
        "send" => S["Send a mail"],
        "wait" => S["Wait"],
        "waitUntil" => S["Wait until"],
        "waitFor" => S["Wait for an event"],
        "if" => S["If, else"],
        "split" => S["Split"],
        "holdout" => S["Hold out"],
        "set" => S["Change the contact"],
        "enroll" => S["Put into a sequence"],
        "startWorkflow" => S["Start a workflow"],
        "notify" => S["Tell the team"],
        "webhook" => S["Call a webhook"],
        _ => S["Take out of a sequence"],
    };
}
