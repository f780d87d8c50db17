namespace Automail.Engine.Templates.Inlining;

/// <summary>
/// Finds the ends of things in CSS, in the manner of CSS Syntax Level 3: over strings, comments, escapes, addresses and nested brackets. Any text is
/// accepted, in linear time.
/// </summary>
internal static class CssScanner
{
    /// <summary>Where the first of <paramref name="stops"/> stands that is in no bracket, string or comment; the length when there is none.</summary>
    public static int Find(ReadOnlySpan<char> css, int at, ReadOnlySpan<char> stops)
    {
        for (var depth = 0; at < css.Length; at++)
        {
            var c = css[at];
            if (depth == 0 && stops.Contains(c))
            {
                return at;
            }

            switch (c)
            {
                case '\\':
                    at++;
                    break;
                case '"' or '\'':
                    at = EndOfString(css, at);
                    break;
                case '/' when IsComment(css, at):
                    at = EndOfComment(css, at) - 1;
                    break;
                case '(' when IsAddress(css, at):
                    at = EndOfAddress(css, at);
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    break;
                default:
                    break;
            }
        }

        return css.Length;
    }

    /// <summary>Where something begins that is neither white space nor a comment nor one of the marks that hid CSS from old browsers.</summary>
    public static int SkipTrivia(ReadOnlySpan<char> css, int at)
    {
        while (at < css.Length)
        {
            if (char.IsWhiteSpace(css[at]))
            {
                at++;
            }
            else if (IsComment(css, at))
            {
                at = EndOfComment(css, at);
            }
            else if (css[at..].StartsWith("<!--"))
            {
                at += 4;
            }
            else if (css[at..].StartsWith("-->"))
            {
                at += 3;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>Whether a comment begins here.</summary>
    public static bool IsComment(ReadOnlySpan<char> css, int at) => css[at] == '/' && at + 1 < css.Length && css[at + 1] == '*';

    /// <summary>Behind a comment.</summary>
    public static int EndOfComment(ReadOnlySpan<char> css, int at)
    {
        var length = css[(at + 2)..].IndexOf("*/");
        return length < 0 ? css.Length : at + length + 4;
    }

    /// <summary>The quote that ends a string; the character before the line break, or the last one, when none does.</summary>
    public static int EndOfString(ReadOnlySpan<char> css, int at)
    {
        var quote = css[at];
        for (var i = at + 1; i < css.Length; i++)
        {
            if (css[i] == quote)
            {
                return i;
            }

            if (css[i] is '\n' or '\r' or '\f')
            {
                return i - 1;
            }

            i += css[i] == '\\' ? 1 : 0;
        }

        return css.Length - 1;
    }

    private static bool IsAddress(ReadOnlySpan<char> css, int at)
        => at >= 3 && css.Slice(at - 3, 3).Equals("url", StringComparison.OrdinalIgnoreCase) && css[(at + 1)..].TrimStart() is not ['"' or '\'', ..];

    private static int EndOfAddress(ReadOnlySpan<char> css, int at)
    {
        for (; at < css.Length && css[at] != ')'; at++)
        {
            at += css[at] == '\\' ? 1 : 0;
        }

        return at;
    }
}
