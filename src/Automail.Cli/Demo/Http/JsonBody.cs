using System.Text.Json;
using Automail.Engine;
using Automail.Engine.Behavior;
using Microsoft.AspNetCore.Http;

namespace Automail.Cli.Demo.Http;

/// <summary>
/// Reads a small JSON object. Other sites' pages cannot send one unasked: a browser asks first before it sends this content type across sites, and is told no.
/// </summary>
internal static class JsonBody
{
    private const int MaxBytes = 32 * 1024;

    /// <exception cref="FieldException">The body is not a JSON object of the right content type and size, or a field is wrong.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, Func<JsonElement, T> read, int maxBytes = MaxBytes)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new FieldException("body", "is not sent as application/json.");
        }

        var buffer = new byte[maxBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length > maxBytes)
        {
            throw new FieldException("body", $"is longer than {maxBytes} bytes.");
        }

        try
        {
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = 8 });
            EventFields.CheckTexts(document.RootElement, "");
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : throw new FieldException("body", "is not a JSON object.");
        }
        catch (JsonException)
        {
            throw new FieldException("body", "is not JSON.");
        }
    }

    /// <summary>A required text.</summary>
    public static string Text(JsonElement body, string name, int max) => EventFields.Text(body, name, "", max);
}
