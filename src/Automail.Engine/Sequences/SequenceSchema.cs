using System.Security.Cryptography;
using System.Text;

namespace Automail.Engine.Sequences;

/// <summary>The JSON Schema (draft 2020-12) of a sequence's definition, for editors and other programs. <see cref="SequenceReader"/> checks more than a schema can say.</summary>
public static class SequenceSchema
{
    /// <summary>Where hosts publish it, from the root of the site.</summary>
    public const string Path = "/automail/sequence.schema.json";

    /// <summary>The media type of a JSON Schema.</summary>
    public const string MediaType = "application/schema+json";

    private static readonly Lazy<string> Read = new(() =>
    {
        using var reader = new StreamReader(typeof(SequenceSchema).Assembly.GetManifestResourceStream("sequence.schema.json")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    });

    private static readonly Lazy<string> Tag = new(() => $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json)).AsSpan(0, 8))}\"");

    /// <summary>The schema, JSON.</summary>
    public static string Json => Read.Value;

    /// <summary>Changes when the schema does: an entity tag (RFC 9110, section 8.8.3), quotes included.</summary>
    public static string ETag => Tag.Value;
}
