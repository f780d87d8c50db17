using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using YesSql;

namespace Automail.OrchardModule.Templates;

/// <summary>The site's own layouts, drafts among them, for those who write templates.</summary>
internal sealed class LayoutStore(ISession session)
{
    /// <summary>The source of the layout of a name: the published one, else its draft; null when there is none.</summary>
    public async Task<string?> FindAsync(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        var items = await session.Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Layout && (index.Published || index.Latest)).ListAsync();
        return items.OrderByDescending(item => item.Published).Select(item => item.TryGet<EmailLayoutPart>(out var layout) ? layout : null)
            .FirstOrDefault(layout => layout?.Name == name)?.Html;
    }
}
