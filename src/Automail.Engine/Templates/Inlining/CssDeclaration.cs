using System.Text;

namespace Automail.Engine.Templates.Inlining;

/// <summary>A declaration, ready to be written into an attribute.</summary>
/// <param name="Name">The property in lower case.</param>
/// <param name="Value">The value on one line, without <c>!important</c>; strings have single quotes where they can.</param>
/// <param name="IsImportant">Whether it was marked <c>!important</c>.</param>
internal sealed record CssDeclaration(string Name, string Value, bool IsImportant)
{
    // What a shorthand sets besides the names that begin with its own.
    private static readonly string[] Shorthands = ["background", "border", "font", "list-style", "margin", "outline", "padding", "text-decoration"];

    /// <summary>The shorthand that a property belongs to, else the property: what may set the same thing.</summary>
    public string Family { get; } = FindFamily(Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}:{Value}";

    /// <summary>Reads the declarations of a block.</summary>
    /// <param name="block">What stands between the braces, or in a style attribute.</param>
    /// <param name="complete">Whether all of it was understood.</param>
    public static List<CssDeclaration> ReadAll(ReadOnlySpan<char> block, out bool complete)
    {
        var declarations = new List<CssDeclaration>();
        complete = true;
        for (var at = 0; at < block.Length;)
        {
            var end = CssScanner.Find(block, at, ";");
            var text = block[CssScanner.SkipTrivia(block[..end], at)..end];
            if (Read(text) is { } declaration)
            {
                declarations.Add(declaration);
            }
            else
            {
                complete &= text.IsEmpty;
            }

            at = end + 1;
        }

        return declarations;
    }

    private static CssDeclaration? Read(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon <= 0)
        {
            return null;
        }

        var name = text[..colon].Trim();
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return null;
            }
        }

        var value = OneLine(text[(colon + 1)..]);
        if (value is null)
        {
            return null;
        }

        var mark = value.LastIndexOf('!');
        var important = mark >= 0 && value.AsSpan(mark + 1).Trim().Equals("important", StringComparison.OrdinalIgnoreCase);
        value = important ? value[..mark].TrimEnd() : value;
        return name.IsEmpty || value.Length == 0 ? null : new CssDeclaration(name.ToString().ToLowerInvariant(), value, important);
    }

    /// <summary>Without comments and line breaks; null for what no attribute, or no Liquid around it, could carry.</summary>
    private static string? OneLine(ReadOnlySpan<char> text)
    {
        var line = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '{' or '}')
            {
                return null;
            }

            if (CssScanner.IsComment(text, i))
            {
                i = CssScanner.EndOfComment(text, i) - 1;
                c = ' ';
            }

            if (c is '"' or '\'')
            {
                var end = CssScanner.EndOfString(text, i);
                if (end == i || text[end] != c || text[i..end].ContainsAny('{', '}'))
                {
                    return null;
                }

                var inner = text[(i + 1)..end];
                var quote = inner.Contains('\'') ? c : '\'';
                line.Append(quote).Append(inner).Append(quote);
                i = end;
            }
            else if (!char.IsWhiteSpace(c))
            {
                line.Append(c);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }

    private static string FindFamily(string name)
    {
        foreach (var shorthand in Shorthands)
        {
            if (name.StartsWith(shorthand, StringComparison.Ordinal) && (name.Length == shorthand.Length || name[shorthand.Length] == '-'))
            {
                return shorthand;
            }
        }

        return name == "line-height" ? "font" : name;
    }
}
