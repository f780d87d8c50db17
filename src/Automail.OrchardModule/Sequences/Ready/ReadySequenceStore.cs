using System.Text.Json.Nodes;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Sequences.Editing;
using Automail.OrchardModule.Templates;
using Microsoft.Extensions.Localization;
using OrchardCore.ContentManagement;

namespace Automail.OrchardModule.Sequences.Ready;

/// <summary>Makes content items of the sequences that come with Automail.</summary>
internal sealed class ReadySequenceStore(IContentManager contents, SequenceItemStore items, ReadyTemplateStore templates, IStringLocalizer<ReadySequenceStore> localizer)
{
    private readonly IStringLocalizer S = localizer;

    /// <summary>Adds those that the site does not have yet, with the templates that they send. They may name each other in any order.</summary>
    public async Task AddAsync(IReadOnlyList<string> ids, bool publish)
    {
        var known = await items.IdsAsync();
        var plans = ids.Where(id => !known.Contains(id)).Select(id => (Id: id, Json: ReadySequences.Find(id)!, Plan: new SequencePlan(SequenceReader.Read(ReadySequences.Find(id)!), 1))).ToList();
        await templates.PublishAsync(plans.SelectMany(one => one.Plan.Templates()).Distinct(StringComparer.Ordinal).SelectMany(name => ReadyTemplates.All[name]), overwrite: false);

        var made = new List<ContentItem>();
        foreach (var (id, json, plan) in plans)
        {
            var title = Title(id) ?? plan.Definition.Name;
            var item = await contents.NewAsync(SequenceTypes.Sequence);
            item.DisplayText = title;
            item.Content["TitlePart"] = new JsonObject { ["Title"] = title };
            item.Alter<EmailSequencePart>(part => part.Definition = DefinitionText.With(json, "name", title));
            (item.Latest, item.Published) = (true, publish);
            made.Add(item);
        }

        await contents.ImportAsync(made);
    }

    /// <summary>In the language of who runs the recipe.</summary>
    private string? Title(string id)
        => (id switch
        {
            "birthday" => S["Birthday"],
            "cart-recovery" => S["Cart recovery"],
            "click-followup" => S["Click follow-up"],
            "nurture" => S["Seven letters about choosing well"],
            "post-purchase" => S["After the order"],
            "welcome" => S["Welcome"],
            "win-back" => S["Win-back"],
            _ => null,
        })?.Value;
}
