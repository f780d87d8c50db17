namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>The kinds of word between braces.</summary>
internal enum LiquidTermKind
{
    /// <summary>A name with its members: <c>contact.attributes["shoe size"]</c>.</summary>
    Path,

    /// <summary>A name behind a bar.</summary>
    Filter,

    /// <summary>A name before a colon.</summary>
    Argument,

    /// <summary>A literal text.</summary>
    Text,

    /// <summary>A literal number.</summary>
    Number,

    /// <summary>Any other character.</summary>
    Symbol,
}

/// <summary>A member in a path.</summary>
/// <param name="Name">The name; null for one that is worked out, or a position in a list.</param>
/// <param name="Start">Where it begins in the source.</param>
internal readonly record struct LiquidMember(string? Name, int Start);

/// <summary>A word between braces.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The name, text, number or character.</param>
/// <param name="Start">Where it begins in the source.</param>
/// <param name="Members">What follows the name of a path.</param>
internal sealed record LiquidTerm(LiquidTermKind Kind, string Value, int Start, IReadOnlyList<LiquidMember> Members)
{
    private static readonly string[] Words = ["true", "false", "nil", "null", "empty", "blank", "and", "or", "contains", "in", "reversed"];

    /// <summary>Whether it is this character.</summary>
    public bool Is(char symbol) => Kind == LiquidTermKind.Symbol && Value[0] == symbol;

    /// <summary>The path as it would be written: <c>contact.attributes.color</c>.</summary>
    public string Path => Members.Count == 0 ? Value : Value + string.Concat(Members.Select(member => "." + (member.Name ?? "[]")));

    /// <summary>Reads what stands between <paramref name="from"/> and <paramref name="to"/>.</summary>
    public static List<LiquidTerm> Read(string source, int from, int to)
    {
        var terms = new List<LiquidTerm>();
        for (var at = from; at < to;)
        {
            var c = source[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c is '"' or '\'')
            {
                var end = EndOfText(source, at, to);
                terms.Add(new LiquidTerm(LiquidTermKind.Text, source[(at + 1)..Math.Max(at + 1, end - 1)], at, []));
                at = end;
            }
            else if (char.IsAsciiDigit(c))
            {
                var end = at + 1;
                while (end < to && (char.IsAsciiDigit(source[end]) || (source[end] == '.' && end + 1 < to && char.IsAsciiDigit(source[end + 1]))))
                {
                    end++;
                }

                terms.Add(new LiquidTerm(LiquidTermKind.Number, source[at..end], at, []));
                at = end;
            }
            else if (IsNameStart(c))
            {
                at = ReadName(source, at, to, terms);
            }
            else if (c == '.' && terms.Count > 0 && terms[^1].Is(']') && at + 1 < to && IsNameStart(source[at + 1]))
            {
                // A member of what a worked-out index gave: it could be anything.
                at = EndOfName(source, at + 1, to);
            }
            else
            {
                terms.Add(new LiquidTerm(LiquidTermKind.Symbol, c.ToString(), at, []));
                at++;
            }
        }

        return terms;
    }

    private static int ReadName(string source, int at, int to, List<LiquidTerm> terms)
    {
        var end = EndOfName(source, at, to);
        var name = source[at..end];
        if (terms.Count > 0 && terms[^1].Is('|'))
        {
            terms.Add(new LiquidTerm(LiquidTermKind.Filter, name, at, []));
            return end;
        }

        var next = end;
        while (next < to && char.IsWhiteSpace(source[next]))
        {
            next++;
        }

        if (next < to && source[next] == ':')
        {
            terms.Add(new LiquidTerm(LiquidTermKind.Argument, name, at, []));
            return next + 1;
        }

        if (Array.IndexOf(Words, name) >= 0)
        {
            terms.Add(new LiquidTerm(LiquidTermKind.Symbol, "&", at, []));
            return end;
        }

        var members = new List<LiquidMember>();
        while (end < to && TryReadMember(source, ref end, to, members))
        {
        }

        terms.Add(new LiquidTerm(LiquidTermKind.Path, name, at, members));
        return end;
    }

    private static bool TryReadMember(string source, ref int at, int to, List<LiquidMember> members)
    {
        if (source[at] == '.' && at + 1 < to && IsNameStart(source[at + 1]))
        {
            var end = EndOfName(source, at + 1, to);
            members.Add(new LiquidMember(source[(at + 1)..end], at + 1));
            at = end;
            return true;
        }

        if (source[at] != '[' || at + 1 >= to)
        {
            return false;
        }

        var start = at + 1;
        if (source[start] is '"' or '\'')
        {
            var end = EndOfText(source, start, to);
            if (end < to && source[end] == ']')
            {
                members.Add(new LiquidMember(source[(start + 1)..(end - 1)], start));
                at = end + 1;
                return true;
            }
        }

        var close = start;
        while (close < to && char.IsAsciiDigit(source[close]))
        {
            close++;
        }

        members.Add(new LiquidMember(null, start));
        var isIndex = close > start && close < to && source[close] == ']';
        at = isIndex ? close + 1 : at;

        // Otherwise the bracket's contents are words of their own.
        return isIndex;
    }

    private static int EndOfText(string source, int at, int to)
    {
        var length = source.AsSpan(at + 1, to - at - 1).IndexOf(source[at]);
        return length < 0 ? to : at + length + 2;
    }

    private static int EndOfName(string source, int at, int to)
    {
        while (at < to && (char.IsAsciiLetterOrDigit(source[at]) || source[at] == '_' || (source[at] == '-' && at + 1 < to && char.IsAsciiLetterOrDigit(source[at + 1]))))
        {
            at++;
        }

        return at;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';
}
