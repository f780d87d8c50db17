using System.Text;
using Automail.Engine.Templates;

namespace Automail.Cli.Templates;

/// <summary>Reads and checks the files that templates, layouts and parts are in.</summary>
internal static class TemplateFile
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The text of a file, with <c>\n</c> for line ends.</summary>
    /// <exception cref="TemplateException">It is too large, no UTF-8, or cannot be read; the message begins with <c>file:line:column</c>.</exception>
    public static string Read(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= DotLiquidEngine.MaxSource
                ? File.ReadAllText(path, Utf8).Replace("\r\n", "\n", StringComparison.Ordinal)
                : throw FileError.At(path, 1, 1, $"The file is larger than {DotLiquidEngine.MaxSource} bytes.");
        }
        catch (DecoderFallbackException)
        {
            throw FileError.At(path, 1, 1, "The file is not UTF-8.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileError.At(path, 1, 1, $"The file cannot be read: {error.Message}");
        }
    }

    /// <summary>Parses a text that stands in a file from this place on.</summary>
    /// <exception cref="TemplateException">It is wrong; the message begins with <c>file:line:column</c>.</exception>
    public static void Check(ILiquid liquid, string file, int line, int column, string source, LiquidEncoding encoding)
    {
        try
        {
            liquid.Parse(source, encoding);
        }
        catch (TemplateException error)
        {
            throw FileError.At(file, line + Math.Max(error.Line, 1) - 1, error.Line > 1 ? error.Column : column + Math.Max(error.Column, 1) - 1, error.Message);
        }
    }
}
