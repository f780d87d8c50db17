using System.Text.Json;
using Automail.Cli.Demo.Http;
using Automail.Engine;
using Automail.Engine.Behavior;

namespace Automail.Cli.Demo.Preview;

/// <summary>What a preview is asked for.</summary>
/// <param name="Template">The ready template that gives what the form does not have: purpose, layout, sender.</param>
/// <param name="Locale">The reader's language.</param>
/// <param name="Subject">The subject as it is written; null for the template's.</param>
/// <param name="Preheader">The preheader; null for the template's.</param>
/// <param name="Html">The body; null for the template's.</param>
/// <param name="Contact">The address of the contact who reads it; null for a sample.</param>
/// <param name="Event">The type of the event that it answers; null for none.</param>
/// <param name="Model">The model, JSON; null to make it of contact and event.</param>
internal sealed record PreviewForm(string Template, string Locale, string? Subject, string? Preheader, string? Html, string? Contact, string? Event, string? Model)
{
    /// <summary>The longest request, in bytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <exception cref="FieldException">A field is missing, no text, or too long.</exception>
    public static PreviewForm Read(JsonElement body) => new(
        JsonBody.Text(body, "template", 100),
        JsonBody.Text(body, "locale", 40),
        Written(body, "subject"),
        Written(body, "preheader"),
        Written(body, "html"),
        EventFields.OptionalText(body, "contact", "", 320),
        EventFields.OptionalText(body, "event", "", 100),
        Written(body, "model"));

    // What is written may be empty, which is another thing than not being there, and has lines.
    private static string? Written(JsonElement body, string name)
    {
        if (!EventFields.TryGet(body, name, out var value))
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()!.ReplaceLineEndings("\n") : throw new FieldException(name, "is not a text.");
        }
        catch (InvalidOperationException)
        {
            // An escape such as \ud800 alone names no character.
            throw new FieldException(name, "holds text that is not Unicode.");
        }
    }
}
