using System.Text.Json.Nodes;
using Microsoft.Extensions.Localization;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using OrchardCore.Recipes.Models;
using OrchardCore.Recipes.Services;
using YesSql;

namespace Automail.OrchardModule.Templates;

/// <summary>
/// The recipe step <c>{ "name": "AutomailReadyTemplates", "templates": [ "welcome-1" ], "overwrite": false }</c>: publishes templates that come with
/// Automail, in all their languages; without <c>templates</c> all of them. One that the site has already stays as it is unless <c>overwrite</c> says otherwise.
/// </summary>
internal sealed class ReadyTemplatesStep(IContentManager contents, ISession session, IStringLocalizer<ReadyTemplatesStep> localizer) : NamedRecipeStepHandler(StepId)
{
    /// <summary>The step's name.</summary>
    public const string StepId = "AutomailReadyTemplates";

    private readonly IStringLocalizer S = localizer;

    /// <inheritdoc/>
    protected override async Task HandleAsync(RecipeExecutionContext context)
    {
        var overwrite = false;
        if (context.Step["overwrite"] is { } flag && !(flag is JsonValue value && value.TryGetValue(out overwrite)))
        {
            context.Errors.Add(S["{0}: is neither true nor false.", "overwrite"]);
        }

        var names = Names(context);
        if (context.Errors.Count > 0)
        {
            return;
        }

        var existing = (await session.Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Template && index.Latest).ListAsync()).ToList();
        foreach (var template in names.Distinct(StringComparer.Ordinal).SelectMany(name => ReadyTemplates.All[name]))
        {
            var known = existing.Find(item => item.TryGet<EmailTemplatePart>(out var part) && part.Name == template.Name
                && string.Equals(TemplateLocale.Of(part) ?? "", template.Locale ?? "", StringComparison.OrdinalIgnoreCase));
            if (known is null)
            {
                var item = await contents.NewAsync(TemplateTypes.Template);
                Fill(item, template);
                await contents.CreateAsync(item, VersionOptions.Published);
            }
            else if (overwrite)
            {
                var item = await contents.GetAsync(known.ContentItemId, VersionOptions.DraftRequired);
                Fill(item, template);
                await contents.UpdateAsync(item);
                await contents.PublishAsync(item);
            }
        }
    }

    private List<string> Names(RecipeExecutionContext context)
    {
        if (context.Step["templates"] is not { } wanted)
        {
            return [.. ReadyTemplates.All.Keys];
        }

        var names = new List<string>();
        if (wanted is not JsonArray list)
        {
            context.Errors.Add(S["{0}: is no list.", "templates"]);
            return names;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonValue text && text.TryGetValue(out string? name) && ReadyTemplates.All.ContainsKey(name))
            {
                names.Add(name);
            }
            else
            {
                context.Errors.Add(S["{0}: {1} is no ready template; there are {2}.", $"templates[{i}]", list[i]?.ToJsonString() ?? "null", string.Join(", ", ReadyTemplates.All.Keys)]);
            }
        }

        return names;
    }

    private static void Fill(ContentItem item, ReadyTemplate template)
        => item.Alter<EmailTemplatePart>(part =>
        {
            (part.Name, part.Locale, part.Subject, part.Preheader) = (template.Name, template.Locale, template.Subject, template.Preheader);
            (part.Purpose, part.Layout, part.Html, part.Format) = (template.Purpose, template.Layout, template.Html, default);
        });
}
