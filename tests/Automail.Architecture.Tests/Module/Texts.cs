using System.Text.RegularExpressions;

namespace Automail.Architecture.Tests.Module;

/// <summary>A text that pages show, as the sources name it.</summary>
/// <param name="Text">The text, for one.</param>
/// <param name="Plural">The text for several, or null.</param>
internal sealed record LocalizedText(string Text, string? Plural);

/// <summary>Finds the texts that go through a localizer: <c>T["…"]</c>, <c>S["…"]</c>, <c>H["…"]</c> and their plurals.</summary>
internal static partial class Texts
{
    private const string Literal = """
        "((?:[^"\\]|\\.)*)"
        """;

    /// <summary>What such a call hands over; the names are those that Orchard's own modules use.</summary>
    private const string Localizer = @"(?<![\w.""])(?:T|S|H|_s|_h|localizer)";

    public static IEnumerable<LocalizedText> In(string source)
        => Indexed().Matches(source).Select(match => new LocalizedText(Unescape(match.Groups[1].Value), null))
            .Concat(Pluralized().Matches(source).Select(match => new LocalizedText(Unescape(match.Groups[1].Value), Unescape(match.Groups[2].Value))));

    /// <summary>Uses of a localizer whose text is not written there, so that nobody can find it.</summary>
    public static IEnumerable<string> UnknownIn(string source) => Computed().Matches(source).Select(match => match.Value);

    /// <summary>The entries of a translation file: text to translations, one or two.</summary>
    public static Dictionary<LocalizedText, string[]> ReadTranslations(string po)
    {
        var entries = new Dictionary<LocalizedText, string[]>();
        foreach (Match entry in Entry().Matches(po.ReplaceLineEndings("\n")))
        {
            var text = new LocalizedText(Unescape(entry.Groups["id"].Value), entry.Groups["plural"].Success ? Unescape(entry.Groups["plural"].Value) : null);
            if (text.Text.Length > 0)
            {
                entries.Add(text, [.. entry.Groups["str"].Captures.Select(capture => Unescape(capture.Value))]);
            }
        }

        return entries;
    }

    /// <summary>The places for values, each once: <c>{0}</c>, <c>{1:N0}</c>.</summary>
    public static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));

    private static string Unescape(string text) => text.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    [GeneratedRegex(Localizer + @"\[\s*" + Literal)]
    private static partial Regex Indexed();

    [GeneratedRegex(@"\.Plural\([^""]*?" + Literal + @"\s*,\s*" + Literal)]
    private static partial Regex Pluralized();

    [GeneratedRegex(Localizer + @"\[(?!\s*""|\s*\]).{0,60}|" + Localizer + @"\[\s*" + Literal + @"\s*\+.{0,60}")]
    private static partial Regex Computed();

    [GeneratedRegex("^msgid \"(?<id>.*)\"\n(?:msgid_plural \"(?<plural>.*)\"\n)?(?:msgstr(?:\\[\\d\\])? \"(?<str>.*)\"\n?)+", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\{\d+(?::\w+)?\}")]
    private static partial Regex Place();
}
