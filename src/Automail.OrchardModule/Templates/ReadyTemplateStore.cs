using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using YesSql;

namespace Automail.OrchardModule.Templates;

/// <summary>Makes content items of the templates that come with Automail.</summary>
internal sealed class ReadyTemplateStore(IContentManager contents, ISession session)
{
    /// <summary>Publishes templates; one of a name and locale that the site has already only when it is to be overwritten.</summary>
    public async Task PublishAsync(IEnumerable<ReadyTemplate> templates, bool overwrite)
    {
        var existing = (await session.Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Template && index.Latest).ListAsync()).ToList();
        foreach (var template in templates)
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

    private static void Fill(ContentItem item, ReadyTemplate template)
        => item.Alter<EmailTemplatePart>(part =>
        {
            (part.Name, part.Locale, part.Subject, part.Preheader) = (template.Name, template.Locale, template.Subject, template.Preheader);
            (part.Purpose, part.Layout, part.Html, part.Format) = (template.Purpose, template.Layout, template.Html, default);
        });
}
