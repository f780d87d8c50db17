using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Automail.Engine.Templates;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Automail.Cli.Templates;

/// <summary>What stands between the <c>---</c> lines at the head of a template file, and the body below.</summary>
internal sealed partial class FrontMatter
{
    private static readonly string[] Keys = ["subject", "preheader", "purpose", "layout", "from", "format"];

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    private FrontMatter(string file, string body, int bodyLine) => (File, Body, BodyLine) = (file, body, bodyLine);

    /// <summary>The file, for errors.</summary>
    public string File { get; }

    /// <summary>What stands below.</summary>
    public string Body { get; }

    /// <summary>The line of the file on which <see cref="Body"/> begins.</summary>
    public int BodyLine { get; }

    /// <summary>Reads a file's contents.</summary>
    /// <exception cref="TemplateException">Its message begins with <c>file:line:column</c>.</exception>
    public static FrontMatter Parse(string file, string text)
    {
        var lines = text.Split('\n');
        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == "---");
        if (lines[0].TrimEnd() != "---" || end < 0)
        {
            throw FileError.At(file, 1, 1, "The file does not begin with a front matter between two lines of ---.");
        }

        var matter = new FrontMatter(file, string.Join('\n', lines.Skip(end + 1)), end + 2);
        for (var i = 1; i < end; i++)
        {
            matter.TakeLiquid(ref lines[i], i + 1);
        }

        matter.Read([.. lines.Take(end)]);
        return matter;
    }

    /// <summary>A value and where it begins.</summary>
    public bool TryGet(string key, [NotNullWhen(true)] out Entry? entry) => _entries.TryGetValue(key, out entry);

    // Braces, colons and quotes mean something else to YAML. A line with Liquid that is not quoted is taken as it is written.
    private void TakeLiquid(ref string line, int number)
    {
        var match = LiquidLine().Match(line);
        if (match.Success && Keys.Contains(match.Groups[1].Value))
        {
            _entries[match.Groups[1].Value] = new Entry(match.Groups[2].Value, number, match.Groups[2].Index + 1);
            line = "";
        }
    }

    private void Read(string[] lines)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(string.Join('\n', lines)));
        }
        catch (YamlException error)
        {
            throw FileError.At(File, (int)error.Start.Line, (int)error.Start.Column, error.InnerException?.Message ?? error.Message);
        }

        if (stream.Documents.Count == 0)
        {
            return;
        }

        if (stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" })
        {
            return;
        }

        var root = stream.Documents[0].RootNode as YamlMappingNode
            ?? throw FileError.At(File, 2, 1, "The front matter is not a list of names and values.");
        foreach (var (key, value) in root.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } || !Keys.Contains(name))
            {
                throw FileError.At(File, (int)key.Start.Line, (int)key.Start.Column, $"'{key}' is not known; there are {string.Join(", ", Keys)}.");
            }

            var scalar = value as YamlScalarNode ?? throw FileError.At(File, (int)value.Start.Line, (int)value.Start.Column, $"{name} is not a text.");
            var quote = scalar.Style is ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted ? 1 : 0;
            if (scalar.Style is ScalarStyle.Folded or ScalarStyle.Literal)
            {
                var line = lines.ElementAtOrDefault((int)scalar.Start.Line) ?? "";
                var indent = line.Length - line.TrimStart(' ').Length;
                var written = scalar.Style == ScalarStyle.Folded ? string.Join('\n', lines.Skip((int)scalar.Start.Line).Select(rest => rest.Length > indent ? rest[indent..] : "")) : null;
                _entries[name] = new Entry(scalar.Value ?? "", (int)scalar.Start.Line + 1, indent + 1, indent, written);
            }
            else
            {
                _entries[name] = new Entry(scalar.Value ?? "", (int)scalar.Start.Line, (int)scalar.Start.Column + quote);
            }
        }
    }

    [GeneratedRegex(@"^(\w+):[ \t]+([^""'|>\s](?=.*\{[{%]).*?|\{[{%].*?)\s*$")]
    private static partial Regex LiquidLine();

    /// <summary>A value.</summary>
    /// <param name="Text">The text.</param>
    /// <param name="Line">The line on which it begins, from 1.</param>
    /// <param name="Column">The column, from 1.</param>
    /// <param name="Indent">How far the lines after the first are indented.</param>
    /// <param name="Written">Of a text whose line ends YAML makes spaces: the lines from there on, without their indentation.</param>
    internal sealed record Entry(string Text, int Line, int Column, int Indent = 0, string? Written = null)
    {
        /// <summary>The place in the file of a line and column of <see cref="Text"/>, all from 1.</summary>
        public (int Line, int Column) PlaceOf(int line, int column)
        {
            if (Written is null || line != 1 || column > Written.Length)
            {
                return (Line + line - 1, column + (line == 1 ? Column - 1 : Indent));
            }

            var before = Written[..(column - 1)];
            return (Line + before.Count(c => c == '\n'), before.Length - before.LastIndexOf('\n') + Indent);
        }
    }
}

/// <summary>Errors in files.</summary>
internal static class FileError
{
    /// <summary>An error whose message begins with <c>file:line:column</c>.</summary>
    public static TemplateException At(string file, int line, int column, string message)
        => new($"{file}:{Math.Max(line, 1)}:{Math.Max(column, 1)}: {message}", line, column);
}
