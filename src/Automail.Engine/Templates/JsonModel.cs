using System.Text.Json;

namespace Automail.Engine.Templates;

/// <summary>Turns JSON into what <see cref="ILiquidTemplate"/> takes as a model.</summary>
public static class JsonModel
{
    /// <summary>How deep objects and arrays may be nested.</summary>
    public const int MaxDepth = 32;

    /// <summary>
    /// Objects become dictionaries, arrays lists, numbers <see cref="decimal"/> (or <see cref="double"/> where that is too small), and
    /// null and undefined become null. Of two properties of one name the last counts.
    /// </summary>
    /// <exception cref="FieldException">The element is nested deeper than <see cref="MaxDepth"/>.</exception>
    public static object? FromElement(JsonElement element, string field = "model") => Start(element, field);

    /// <summary>An object's properties as a model.</summary>
    /// <exception cref="FieldException">The element is no object, or is nested deeper than <see cref="MaxDepth"/>.</exception>
    public static IReadOnlyDictionary<string, object?> FromObject(JsonElement element, string field = "model")
        => Start(element, field) as Dictionary<string, object?> ?? throw new FieldException(field, "is not an object.");

    private static object? Start(JsonElement element, string field)
    {
        try
        {
            return Convert(element, field, 0);
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 alone names no character.
            throw new FieldException(field, "holds text that is not Unicode.");
        }
    }

    private static object? Convert(JsonElement element, string field, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FieldException(field, $"is nested deeper than {MaxDepth} levels.");
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new Dictionary<string, object?>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    members[property.Name] = Convert(property.Value, field, depth + 1);
                }

                return members;

            case JsonValueKind.Array:
                var items = new List<object?>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    items.Add(Convert(item, field, depth + 1));
                }

                return items;

            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.TryGetDecimal(out var number) ? number : element.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }
}
