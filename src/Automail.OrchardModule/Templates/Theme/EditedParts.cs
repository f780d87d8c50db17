using OrchardCore.Documents;
using OrchardCore.Templates.Models;

namespace Automail.OrchardModule.Templates.Theme;

/// <summary>Parts that were written in the admin rather than in files.</summary>
internal interface IEditedParts
{
    /// <summary>All of them, by shape type; another object once one has changed, on whichever node.</summary>
    ValueTask<object> GetAsync();

    /// <summary>The Liquid sources by shape type of what <see cref="GetAsync"/> gave.</summary>
    IEnumerable<KeyValuePair<string, string>> Read(object parts);
}

/// <summary>The templates of Orchard's Templates feature.</summary>
internal sealed class EditedParts(IDocumentManager<TemplatesDocument> documents) : IEditedParts
{
    /// <inheritdoc/>
    public async ValueTask<object> GetAsync() => await documents.GetOrCreateImmutableAsync();

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> Read(object parts)
        => ((TemplatesDocument)parts).Templates.Select(template => KeyValuePair.Create(template.Key.Trim(), template.Value.Content ?? ""));
}
