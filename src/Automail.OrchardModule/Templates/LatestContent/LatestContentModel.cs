using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Models;
using OrchardCore.ContentManagement.Routing;

namespace Automail.OrchardModule.Templates.LatestContent;

/// <summary>A content item as templates see it: title, url, summary, imageUrl, createdUtc, and the item itself for Orchard's own Liquid.</summary>
internal sealed partial class LatestContentModel(IContentManager contents)
{
    private const int SummaryLength = 200;

    public async Task<IReadOnlyDictionary<string, object?>> CreateAsync(ContentItem item, string siteUrl)
    {
        var root = siteUrl.TrimEnd('/');
        var route = await contents.PopulateAspectAsync<RouteHandlerAspect>(item);
        var body = await contents.PopulateAspectAsync<BodyAspect>(item);
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["title"] = item.DisplayText,
            ["url"] = $"{root}/{(string.IsNullOrEmpty(route.Path) ? $"Contents/ContentItems/{item.ContentItemId}" : route.Path.TrimStart('/'))}",
            ["summary"] = Summary(body),
            ["imageUrl"] = FindImage(JObject.FromObject(item)) is { } image ? $"{root}/media/{string.Join('/', image.Split('/').Select(Uri.EscapeDataString))}" : null,
            ["createdUtc"] = item.CreatedUtc is { } created ? new DateTimeOffset(DateTime.SpecifyKind(created, DateTimeKind.Utc)) : null,
            ["item"] = item,
        };
    }

    private static string? Summary(BodyAspect aspect)
    {
        if (aspect.Body is null)
        {
            return null;
        }

        using var writer = new StringWriter();
        aspect.Body.WriteTo(writer, HtmlEncoder.Default);
        var text = Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(writer.ToString(), " ")), " ").Trim();
        if (text.Length <= SummaryLength)
        {
            return text.Length == 0 ? null : text;
        }

        var end = text.LastIndexOf(' ', SummaryLength);
        return text[..(end > 0 ? end : SummaryLength)] + "…";
    }

    /// <summary>The first path of a media field, wherever it is.</summary>
    private static string? FindImage(JsonNode? node) => node switch
    {
        JsonObject found when found["Paths"] is JsonArray { Count: > 0 } paths && paths[0] is JsonValue path && path.TryGetValue<string>(out var text) => text,
        JsonObject parent => parent.Select(property => FindImage(property.Value)).FirstOrDefault(image => image is not null),
        _ => null,
    };

    [GeneratedRegex(@"<(script|style)\b.*?</\1\s*>|<[^>]*>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
