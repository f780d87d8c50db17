using System.Text;

namespace Automail.Architecture.Tests.Sources;

/// <summary>A C# file, read without a compiler: enough to see declarations and which names a file uses.</summary>
internal sealed class SourceFile
{
    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        Code = Blank(text);
        Types = SourceType.Read(this);
    }

    /// <summary>Relative to the repository's root.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>The text with comments and the contents of literals blanked out, so that positions stay.</summary>
    public string Code { get; }

    public IReadOnlyList<SourceType> Types { get; }

    public static IReadOnlyList<SourceFile> In(string folder)
        => [.. Repository.Files(folder, "*.cs").Select(path => new SourceFile(path, File.ReadAllText(Repository.PathOf(path))))];

    private static string Blank(string text)
    {
        var code = new StringBuilder(text);
        for (var i = 0; i < text.Length;)
        {
            var end = EndOfBlank(text, i);
            if (end == i)
            {
                i++;
                continue;
            }

            for (; i < end; i++)
            {
                if (code[i] is not '\n' and not '\r')
                {
                    code[i] = ' ';
                }
            }
        }

        return code.ToString();
    }

    /// <summary>Where the comment or literal that starts here ends; <paramref name="at"/> itself when none starts.</summary>
    private static int EndOfBlank(string text, int at)
    {
        var rest = text.AsSpan(at);
        if (rest.StartsWith("//"))
        {
            return EndOf(text, "\n", at);
        }

        if (rest.StartsWith("/*"))
        {
            return EndOf(text, "*/", at + 2);
        }

        if (rest[0] == '\'')
        {
            return EndOfQuoted(text, at + 1, '\'');
        }

        if (rest[0] != '"')
        {
            return at;
        }

        var quotes = rest.IndexOfAnyExcept('"');
        quotes = quotes < 0 ? rest.Length : quotes;
        if (quotes >= 3)
        {
            return EndOf(text, new string('"', quotes), at + quotes);
        }

        var before = text.AsSpan(0, at).TrimEnd('$');
        return before.EndsWith("@") ? EndOfVerbatim(text, at + 1) : EndOfQuoted(text, at + 1, '"');
    }

    private static int EndOf(string text, string mark, int from)
        => text.IndexOf(mark, Math.Min(from, text.Length), StringComparison.Ordinal) is >= 0 and var found ? found + mark.Length : text.Length;

    private static int EndOfQuoted(string text, int at, char quote)
    {
        while (at < text.Length && text[at] != quote && text[at] != '\n')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int EndOfVerbatim(string text, int at)
    {
        while (at < text.Length && !(text[at] == '"' && (at + 1 == text.Length || text[at + 1] != '"')))
        {
            at += text[at] == '"' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }
}
