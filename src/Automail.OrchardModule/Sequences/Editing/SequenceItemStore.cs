using Automail.OrchardModule.Templates;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using YesSql;
using YesSql.Services;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>The content items of sequences and templates. There are as many as people write by hand.</summary>
internal sealed class SequenceItemStore(ISession session)
{
    /// <summary>So many versions are looked through for the id under which an item was published.</summary>
    private const int Oldest = 20;

    /// <summary>Whether another content item was published under an id and is still there.</summary>
    public async Task<bool> IsTakenAsync(string sequenceId, string contentItemId)
        => (await SequencesAsync()).Any(item => item.ContentItemId != contentItemId && IdOf(item) == sequenceId);

    /// <summary>Every id that an item has, or asks for.</summary>
    public async Task<IReadOnlySet<string>> IdsAsync()
        => (await SequencesAsync())
            .SelectMany(item => new[] { IdOf(item), item.TryGet<EmailSequencePart>(out var part) ? DefinitionText.Find(part.Definition, "id") ?? "" : "" })
            .Where(id => id.Length > 0).ToHashSet(StringComparer.Ordinal);

    /// <summary>The id under which an item was published on this site; empty when it never was. The oldest version tells: what came with a later one is not believed.</summary>
    public async Task<string> PublishedIdAsync(string contentItemId)
        => (await session.Query<ContentItem, ContentItemIndex>(index => index.ContentItemId == contentItemId).OrderBy(index => index.Id).Take(Oldest).ListAsync())
            .Select(IdOf).FirstOrDefault(id => id.Length > 0) ?? "";

    /// <summary>The id for an item whose definition has none: the one under which it was published, or one made of its title.</summary>
    public async Task<string> IdForAsync(string contentItemId, string? title)
        => await PublishedIdAsync(contentItemId) is { Length: > 0 } published ? published : FreeIds.Of(DefinitionText.Slug(title), (await IdsAsync()).Contains);

    /// <summary>Each template by its name, drafts too: its content item and its subject line, Liquid. Of one in several languages the one that stands in for all others.</summary>
    public async Task<IReadOnlyDictionary<string, (ContentItem Item, string Subject)>> TemplatesAsync()
        => (await session.Query<ContentItem, ContentItemIndex>(index => index.ContentType == TemplateTypes.Template && index.Latest).ListAsync())
            .Select(item => (Item: item, Part: item.TryGet<EmailTemplatePart>(out var part) ? part : null))
            .Where(one => one.Part is { Name.Length: > 0 })
            .GroupBy(one => one.Part!.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.OrderBy(one => one.Part!.Locale ?? "", StringComparer.Ordinal).Select(one => (one.Item, one.Part!.Subject ?? "")).First(), StringComparer.Ordinal);

    /// <summary>The content item that was published under an id; null when there is none, or none any more.</summary>
    public async Task<string?> ItemOfAsync(string sequenceId) => (await SequencesAsync()).FirstOrDefault(item => IdOf(item) == sequenceId)?.ContentItemId;

    /// <summary>The definition that an item has published; null when it has none.</summary>
    public async Task<EmailSequencePart?> PublishedPartAsync(string contentItemId)
        => await session.Query<ContentItem, ContentItemIndex>(index => index.ContentItemId == contentItemId && index.Published).FirstOrDefaultAsync() is { } item && item.TryGet<EmailSequencePart>(out var part) ? part : null;

    /// <summary>The items that were published, by the ids of their sequences.</summary>
    public async Task<IReadOnlyDictionary<string, ContentItem>> PublishedAsync()
        => (await SequencesAsync()).Where(item => IdOf(item).Length > 0).GroupBy(IdOf, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

    /// <summary>The items whose latest version is a draft.</summary>
    public async Task<IReadOnlyList<ContentItem>> DraftsAsync()
        => [.. await session.Query<ContentItem, ContentItemIndex>(index => index.ContentType == SequenceTypes.Sequence && index.Latest && !index.Published).ListAsync()];

    private async Task<IEnumerable<ContentItem>> SequencesAsync()
        => await session.Query<ContentItem, ContentItemIndex>(index => index.ContentType == SequenceTypes.Sequence && index.Latest).ListAsync();

    private static string IdOf(ContentItem item) => item.TryGet<EmailSequencePart>(out var part) ? part.SequenceId ?? "" : "";
}
