using System.Text.Json;

namespace Automail.Engine.InMemory;

/// <summary>Detaches JSON from the document that it was read from, which may be returned to a pool after the unit.</summary>
internal static class OwnJson
{
    public static JsonElement Copy(JsonElement element)
        => element.ValueKind == JsonValueKind.Undefined ? element : element.Clone();

    public static JsonElement? Copy(JsonElement? element) => element is { } value ? Copy(value) : null;

    public static IReadOnlyDictionary<string, JsonElement> Copy(IReadOnlyDictionary<string, JsonElement> elements)
    {
        var copy = new Dictionary<string, JsonElement>(elements.Count, StringComparer.Ordinal);
        foreach (var (name, value) in elements)
        {
            copy[name] = Copy(value);
        }

        return copy;
    }
}
