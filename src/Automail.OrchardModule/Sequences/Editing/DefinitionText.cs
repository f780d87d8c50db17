using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>Reads and changes single texts of a definition without touching the rest of what was written: spaces, comments and order stay.</summary>
internal static class DefinitionText
{
    /// <summary>Longer definitions are refused unread; five hundred steps need less.</summary>
    public const int MaxLength = 200_000;

    private const int MaxSlug = 50;

    private static readonly JsonReaderOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 };

    /// <summary>A text of the outermost object, such as its id; null when it is absent, is no text, or the JSON cannot be read that far.</summary>
    public static string? Find(string json, string name) => Locate(json, name) is { Value: var value } ? value : null;

    /// <summary>Whether the outermost object has no such property at all.</summary>
    public static bool HasNo(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 });
            return document.RootElement.ValueKind == JsonValueKind.Object && !document.RootElement.TryGetProperty(name, out _);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name that holds half of a surrogate pair cannot be compared.
            return false;
        }
    }

    /// <summary>The definition with a text in its outermost object, in the place of the one that is there, or first. What has no such object stays as it is.</summary>
    public static string With(string json, string name, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var quoted = JsonSerializer.Serialize(value, Plain);
        if (Locate(json, name) is { } found)
        {
            return Encoding.UTF8.GetString(bytes.AsSpan(0, found.Start)) + quoted + Encoding.UTF8.GetString(bytes.AsSpan(found.End));
        }

        return Opening(bytes) is { } open
            ? Encoding.UTF8.GetString(bytes.AsSpan(0, open + 1)) + $" \"{name}\": {quoted}," + Encoding.UTF8.GetString(bytes.AsSpan(open + 1))
            : json;
    }

    /// <summary>An id made of a title: lower-case letters, digits and hyphens.</summary>
    public static string Slug(string? title)
    {
        var slug = new StringBuilder();
        foreach (var c in (title ?? "").Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }

            if (slug.Length == MaxSlug)
            {
                break;
            }
        }

        return slug.ToString().Trim('-') is { Length: > 0 } made ? made : "sequence";
    }

    /// <summary>Whether two texts differ in their line breaks only, which a browser's form changes.</summary>
    public static bool SameButForLineBreaks(string first, string second) => first == second || Lines(first) == Lines(second);

    /// <summary>Whether two definitions say the same, whatever their spaces, comments and the order of their properties; false for what is no JSON.</summary>
    public static bool SaySame(string first, string second)
    {
        try
        {
            return first == second || JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(first, PlainIndented), JsonSerializer.Deserialize<JsonElement>(second, PlainIndented));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>With the line breaks of a file, and not of a form.</summary>
    public static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>A definition as people read it, line by line.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static string Indented(string json) => Lines(JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json, PlainIndented), PlainIndented));

    private static readonly JsonSerializerOptions PlainIndented = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static int? Opening(byte[] bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, Reading);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? (int)reader.TokenStartIndex : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Place? Locate(string json, string name)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), Reading);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isIt = reader.ValueTextEquals(name);
                reader.Read();
                if (isIt)
                {
                    return reader.TokenType == JsonTokenType.String ? new Place(reader.GetString()!, (int)reader.TokenStartIndex, (int)reader.BytesConsumed) : null;
                }

                reader.Skip();
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half of a surrogate pair is no text either.
            return null;
        }
    }

    private sealed record Place(string Value, int Start, int End);
}
