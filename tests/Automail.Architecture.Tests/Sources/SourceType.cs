using System.Text.RegularExpressions;

namespace Automail.Architecture.Tests.Sources;

/// <summary>A class, record, struct or interface as its declaration tells.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Name">Without type parameters.</param>
/// <param name="Bases">Base class and interfaces as written, with type arguments, without constructor arguments.</param>
/// <param name="Modifiers">From the last statement or block to the name: attributes and modifiers.</param>
internal sealed partial record SourceType(SourceFile File, string Name, IReadOnlyList<string> Bases, string Modifiers)
{
    public bool IsAbstract => Word("abstract").IsMatch(Modifiers);

    /// <summary>The features that <c>[Feature(…)]</c> names, as written.</summary>
    public IEnumerable<string> Features => FeatureAttribute().Matches(Modifiers).Select(match => match.Groups[1].Value);

    /// <summary>A base's name without type arguments.</summary>
    public static string NameOf(string written) => written.Split('<')[0].Split('.')[^1].Trim();

    /// <summary>A base's type arguments; none when it has none.</summary>
    public static IReadOnlyList<string> ArgumentsOf(string written)
        => written.IndexOf('<', StringComparison.Ordinal) is >= 0 and var open ? Split(written[(open + 1)..written.LastIndexOf('>')]) : [];

    public static IReadOnlyList<SourceType> Read(SourceFile file)
        => [.. Declaration().Matches(file.Code).Select(match => Read(file, match))];

    private static SourceType Read(SourceFile file, Match match)
    {
        var code = file.Code;
        var at = SkipSpace(code, match.Index + match.Length);
        at = SkipSpace(code, SkipBalanced(code, at, '<', '>'));
        at = SkipSpace(code, SkipBalanced(code, at, '(', ')'));
        IReadOnlyList<string> bases = [];
        if (at < code.Length && code[at] == ':')
        {
            var end = code.IndexOfAny(['{', ';'], at);
            var list = WhereClause().Split(code[(at + 1)..(end < 0 ? code.Length : end)])[0];
            bases = [.. Split(list).Select(item => ConstructorArguments().Replace(item, "").Trim())];
        }

        var before = code.LastIndexOfAny([';', '{', '}'], Math.Max(match.Index - 1, 0));
        return new SourceType(file, match.Groups["name"].Value, bases, code[(before + 1)..match.Index]);
    }

    private static int SkipSpace(string code, int at)
    {
        while (at < code.Length && char.IsWhiteSpace(code[at]))
        {
            at++;
        }

        return at;
    }

    private static int SkipBalanced(string code, int at, char open, char close)
    {
        if (at >= code.Length || code[at] != open)
        {
            return at;
        }

        for (var depth = 0; at < code.Length; at++)
        {
            depth += code[at] == open ? 1 : code[at] == close ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return at;
    }

    private static List<string> Split(string list)
    {
        var parts = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i <= list.Length; i++)
        {
            if (i == list.Length || (list[i] == ',' && depth == 0))
            {
                parts.Add(list[start..i].Trim());
                start = i + 1;
            }
            else
            {
                depth += list[i] is '<' or '(' ? 1 : list[i] is '>' or ')' ? -1 : 0;
            }
        }

        return parts;
    }

    private static Regex Word(string word) => new($@"\b{word}\b");

    [GeneratedRegex(@"(?<![\w.])(?:class|interface|struct|record(?:\s+(?:class|struct))?)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\bwhere\s")]
    private static partial Regex WhereClause();

    [GeneratedRegex(@"\(.*\)\s*$", RegexOptions.Singleline)]
    private static partial Regex ConstructorArguments();

    [GeneratedRegex(@"\bFeature\(\s*([^)]*?)\s*\)")]
    private static partial Regex FeatureAttribute();
}
