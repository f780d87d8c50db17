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

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 1 && count <= max
            ? count
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

    /// <summary>A property that is there and not null.</summary>
    public static bool TryGet(JsonElement parent, string name, out JsonElement value)
        => parent.TryGetProperty(name, out value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    /// <summary>A path and a name below it.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
