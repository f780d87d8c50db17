using Automail.Engine.Templates.Html;
using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Inlining;

/// <summary>Whether a selector hits an element, before Liquid has run.</summary>
internal enum Hit
{
    /// <summary>Never.</summary>
    No,

    /// <summary>That depends on what Liquid writes.</summary>
    Maybe,

    /// <summary>Whenever the element is printed.</summary>
    Yes,
}

/// <summary>An attribute of a start tag in a source.</summary>
/// <param name="Value">With Liquid masked.</param>
/// <param name="Start">Where the value begins.</param>
/// <param name="Quote">What it stands in; <c>\0</c> for nothing.</param>
/// <param name="NameEnd">Where its name ends.</param>
/// <param name="IsCertain">Whether it stands in no Liquid block inside the tag.</param>
internal sealed record SourceAttribute(string Value, int Start, char Quote, int NameEnd, bool IsCertain)
{
    /// <summary>Whether Liquid stands in the value.</summary>
    public bool HasLiquid { get; } = Value.AsSpan().ContainsAny(LiquidPieces.OutputMask, LiquidPieces.TagMask);

    /// <summary>Where the value ends.</summary>
    public int End => Start + Value.Length;
}

/// <summary>A start tag in a source, and what can be known of its attributes while Liquid stands in them.</summary>
internal sealed class SourceTag
{
    private readonly Dictionary<string, SourceAttribute> _attributes = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Word, bool IsCertain)> _classes = [];
    private readonly List<(string Word, bool IsCertain)> _ids = [];

    private SourceTag(int nameEnd) => NameEnd = nameEnd;

    /// <summary>Where the tag's name ends, and a new attribute can stand.</summary>
    public int NameEnd { get; }

    /// <summary>Whether the element is left open where the Liquid block ends that opened it: what follows may stand in it or not.</summary>
    public bool IsOpenPastBlock { get; set; }

    /// <summary>The style attribute, or null.</summary>
    public SourceAttribute? Style => _attributes.GetValueOrDefault("style");

    /// <summary>Reads the tag that <paramref name="token"/> stands on.</summary>
    /// <param name="token">A start tag of the masked source.</param>
    /// <param name="blocks">The Liquid of the source.</param>
    public static SourceTag Read(ref HtmlTokenizer token, LiquidBlocks blocks)
    {
        var tag = new SourceTag(token.Start + 1 + token.Name.Length);
        var attributes = token.Attributes;
        while (attributes.MoveNext())
        {
            var raw = token.Raw;
            var (value, start, nameEnd) = (attributes.Value.ToString(), token.Start, attributes.NameEnd);
            var last = attributes.End - 1 - start;
            var quote = attributes.End > nameEnd && raw[last] is '"' or '\'' && last - value.Length - 1 >= 0 && raw[last - value.Length - 1] == raw[last] ? raw[last] : '\0';
            var from = attributes.End - value.Length - (quote == '\0' ? 0 : 1);

            // style=x without quotes is certain only without Liquid; between the equals sign and a quote there may be some as well.
            var plain = quote != '\0' || attributes.End == nameEnd || (from == nameEnd + 1 && value.Length > 0 && !value.Contains(LiquidPieces.OutputMask, StringComparison.Ordinal));
            var certain = plain && blocks.DepthBetween(start, from) == 0;
            var attribute = new SourceAttribute(value, from, quote, nameEnd, certain);
            var name = attributes.Name.ToString();
            _ = tag._attributes.TryAdd(name, attribute);
            if (attributes.Is("class"))
            {
                ReadWords(tag._classes, attribute, blocks);
            }
            else if (attributes.Is("id"))
            {
                ReadWords(tag._ids, attribute, blocks);
            }
        }

        return tag;
    }

    /// <summary>An attribute by its name.</summary>
    public SourceAttribute? Find(string name) => _attributes.GetValueOrDefault(name);

    /// <summary>Whether the element has a class.</summary>
    public Hit HasClass(string name) => HasWord(_classes, name);

    /// <summary>Whether the element has an id.</summary>
    public Hit HasId(string name) => HasWord(_ids, name);

    private static Hit HasWord(List<(string Word, bool IsCertain)> words, string name)
    {
        var hit = Hit.No;
        foreach (var (word, isCertain) in words)
        {
            if (word == name)
            {
                hit = isCertain ? Hit.Yes : hit == Hit.Yes ? hit : Hit.Maybe;
            }
            else if (hit == Hit.No && word.Contains(LiquidPieces.OutputMask, StringComparison.Ordinal)
                && name.StartsWith(word[..word.IndexOf(LiquidPieces.OutputMask, StringComparison.Ordinal)], StringComparison.Ordinal)
                && name.EndsWith(word[(word.LastIndexOf(LiquidPieces.OutputMask) + 1)..], StringComparison.Ordinal))
            {
                hit = Hit.Maybe;
            }
        }

        return hit;
    }

    private static void ReadWords(List<(string Word, bool IsCertain)> words, SourceAttribute attribute, LiquidBlocks blocks)
    {
        var value = attribute.Value;
        for (var at = 0; at < value.Length;)
        {
            if (char.IsWhiteSpace(value[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < value.Length && !char.IsWhiteSpace(value[end]))
            {
                end++;
            }

            // A word that a tag touches is not the whole word: class="a{% if x %}b{% endif %}".
            var touched = (at > 0 && value[at - 1] == LiquidPieces.TagMask) || (end < value.Length && value[end] == LiquidPieces.TagMask);
            var word = value[at..end];
            if (touched)
            {
                words.Add((word + LiquidPieces.OutputMask, false));
                words.Add((LiquidPieces.OutputMask + word, false));
            }

            words.Add((word, !touched && attribute.IsCertain && blocks.DepthBetween(attribute.Start, attribute.Start + at) == 0));
            at = end;
        }
    }
}
