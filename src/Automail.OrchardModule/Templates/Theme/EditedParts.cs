using Microsoft.Extensions.DependencyInjection;
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

/// <summary>
/// The templates of Orchard's Templates feature. Its types are named in bodies only, never in fields: where the feature's module is not installed, the types of this assembly can still be listed.
/// </summary>
internal sealed class EditedParts(IServiceProvider services) : IEditedParts
{
    /// <inheritdoc/>
    public ValueTask<object> GetAsync() => ToObjectAsync(services.GetRequiredService<IDocumentManager<TemplatesDocument>>().GetOrCreateImmutableAsync());

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> Read(object parts)
    {
        var sources = new List<KeyValuePair<string, string>>();
        foreach (var (name, template) in ((TemplatesDocument)parts).Templates)
        {
            sources.Add(KeyValuePair.Create(name.Trim(), template.Content ?? ""));
        }

        return sources;
    }

    private static async ValueTask<object> ToObjectAsync<T>(Task<T> task)
        where T : class
        => await task;
}
