using System.Text.Encodings.Web;
using System.Text.Json;

namespace Automail.OrchardModule.Admin;

/// <summary>JSON for people to read. Not encoded: the page does that.</summary>
internal static class JsonText
{
    /// <summary>The longest text shown, in characters; an event may hold a quarter of a megabyte.</summary>
    public const int MaxLength = 8_000;

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonElement json)
    {
        var text = JsonSerializer.Serialize(json, Options);
        return text.Length <= MaxLength ? text : text[..MaxLength] + " …";
    }

    /// <summary>A value for one line: text as it is, anything else as JSON.</summary>
    public static string Value(JsonElement json)
    {
        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
        return text.Length <= 300 ? text : text[..300] + " …";
    }
}
