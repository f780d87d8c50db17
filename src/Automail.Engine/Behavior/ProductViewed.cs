using System.Text.Json;

namespace Automail.Engine.Behavior;

/// <summary>The checked data of a <c>product.viewed</c> event.</summary>
/// <param name="Sku">The shop's key of the product.</param>
/// <param name="Name">Its name.</param>
/// <param name="Url">Its page: an http(s) address or a path on the site.</param>
public sealed record ProductViewed(string Sku, string? Name, string? Url)
{
    /// <summary>Reads and checks the data.</summary>
    /// <exception cref="FieldException">A field is missing or wrong.</exception>
    public static ProductViewed Read(JsonElement data)
        => data.ValueKind != JsonValueKind.Object ? throw new FieldException("data", "is not an object.") : new ProductViewed(
            EventFields.Text(data, "sku", "data", 200),
            EventFields.OptionalText(data, "name", "data", 500),
            EventFields.OptionalUrl(data, "url", "data"));
}
