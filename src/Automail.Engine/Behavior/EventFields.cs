using System.Globalization;
using System.Text.Json;

namespace Automail.Engine.Behavior;

/// <summary>Reads fields of hostile JSON; every problem names the field.</summary>
public static class EventFields
{
    /// <summary>The longest text that a field may hold, in characters.</summary>
    public const int MaxText = 2_000;

    /// <summary>A required text of at most <paramref name="max"/> characters, without control characters.</summary>
    public static string Text(JsonElement parent, string name, string path, int max = MaxText)
        => OptionalText(parent, name, path, max) is { Length: > 0 } text ? text : throw new FieldException(Join(path, name), "is missing.");

    /// <summary>An optional text; null when absent, null or empty.</summary>
    public static string? OptionalText(JsonElement parent, string name, string path, int max = MaxText)
    {
        if (!TryGet(parent, name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            throw new FieldException(Join(path, name), "is not a text.");
        }

        var text = value.GetString()!.Trim();
        if (text.Length > max)
        {
            throw new FieldException(Join(path, name), $"is longer than {max} characters.");
        }

        if (text.Any(char.IsControl))
        {
            throw new FieldException(Join(path, name), "holds control characters.");
        }

        return text.Length == 0 ? null : text;
    }

    /// <summary>An optional absolute http or https address, or a path on the site.</summary>
    public static string? OptionalUrl(JsonElement parent, string name, string path)
    {
        var text = OptionalText(parent, name, path);
        var valid = text is null
            || (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal))
            || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps));
        return valid ? text : throw new FieldException(Join(path, name), "is neither an http(s) address nor a path on the site.");
    }

    /// <summary>A required amount of money, zero or more.</summary>
    public static decimal Amount(JsonElement parent, string name, string path)
    {
        if (!TryGet(parent, name, out var value))
        {
            throw new FieldException(Join(path, name), "is missing.");
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var amount))
        {
            throw new FieldException(Join(path, name), "is not a number.");
        }

        return amount is >= 0 and < 1_000_000_000_000m ? amount : throw new FieldException(Join(path, name), "is negative or too large.");
    }

    /// <summary>A required whole number from 1 to <paramref name="max"/>.</summary>
    public static int Count(JsonElement parent, string name, string path, int max)
    {
        if (!TryGet(parent, name, out var value))
        {
            throw new FieldException(Join(path, name), "is missing.");
        }

        // 2.0 is a whole number, too: some languages know no other.
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var count) && decimal.IsInteger(count) && count >= 1 && count <= max
            ? (int)count
            : throw new FieldException(Join(path, name), $"is not a whole number from 1 to {max}.");
    }

    /// <summary>A required ISO 4217 currency code.</summary>
    public static string Currency(JsonElement parent, string name, string path)
    {
        var code = Text(parent, name, path, 10);
        return Currencies.IsKnown(code) ? code : throw new FieldException(Join(path, name), $"'{code}' is not an ISO 4217 currency code.");
    }

    /// <summary>A required RFC 3339 time, as UTC in whole milliseconds.</summary>
    public static DateTimeOffset Time(JsonElement value, string field)
    {
        // RFC 3339 section 5.6: date, T, time and an offset are all required.
        if (value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: >= 20 and <= 40 } text
            && text[10] is 'T' or 't'
            && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time))
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
        }

        throw new FieldException(field, "is not an RFC 3339 time such as 2026-05-04T09:30:00Z.");
    }

    /// <summary>
    /// Looks whether all texts and names in a value can be read: bytes that are no UTF-8, and an escape such as \ud800 that names half of a character, get through the JSON reader and throw when they are
    /// asked for.
    /// </summary>
    /// <exception cref="FieldException">One cannot; the path says where.</exception>
    public static void CheckTexts(JsonElement element, string path)
    {
        try
        {
            if (!element.GetRawText().Contains("\\ud", StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }
        catch (InvalidOperationException)
        {
            // The bytes; where, is told below.
        }

        CheckEach(element, path);
    }

    private static void CheckEach(JsonElement element, string path)
    {
        var at = path;
        try
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in element.EnumerateObject())
                    {
                        at = path;
                        at = Join(path, property.Name);
                        CheckEach(property.Value, at);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var (index, item) in element.EnumerateArray().Index())
                    {
                        CheckEach(item, $"{path}[{index}]");
                    }

                    break;
                case JsonValueKind.String:
                    _ = element.GetString();
                    break;
            }
        }
        catch (InvalidOperationException e)
        {
            throw new FieldException(at.Length == 0 ? "body" : at, "holds text that is not Unicode: bytes that are no UTF-8, or half of a surrogate pair.", e);
        }
    }

    /// <summary>A property that is there and not null.</summary>
    public static bool TryGet(JsonElement parent, string name, out JsonElement value)
        => parent.TryGetProperty(name, out value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    /// <summary>A path and a name below it.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
