using System.Text.Encodings.Web;
using System.Text.Json;

namespace Automail.Cli.Demo.Preview;

/// <summary>The model as people read and edit it.</summary>
internal static class PreviewJson
{
    public static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
