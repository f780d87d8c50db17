using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Automail.Cli.Templates.Liquid;

/// <summary>HTML encoding that leaves the letters of all languages as they are.</summary>
internal static class LiquidMarkup
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Encode(string text) => Encoder.Encode(text);
}
