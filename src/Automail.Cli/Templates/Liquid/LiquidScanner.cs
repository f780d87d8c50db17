using System.Text.RegularExpressions;

namespace Automail.Cli.Templates.Liquid;

/// <summary>
/// Cuts a template into text, outputs and tags and remembers where they stand; DotLiquid's own scanner does not. Applies whitespace control,
/// leaves comments out, and takes raw blocks as text.
/// </summary>
internal sealed partial class LiquidScanner
{
    private readonly string _source;
    private readonly List<LiquidToken> _tokens = [];
    private int _position;
    private bool _trimNext;

    // The last place that was worked out, from which the next one is counted.
    private int _placed;
    private LiquidPlace _place = new(1, 1);

    private LiquidScanner(string source) => _source = source;

    /// <summary>The pieces of a template.</summary>
    /// <exception cref="Automail.Engine.Templates.TemplateException">A tag, output, comment or raw block is not closed.</exception>
    public static List<LiquidToken> Scan(string source)
    {
        var scanner = new LiquidScanner(source);
        while (scanner._position < source.Length)
        {
            scanner.ReadNext();
        }

        return scanner._tokens;
    }

    private void ReadNext()
    {
        var start = _source.Length;
        for (var at = _position; (at = _source.IndexOf('{', at)) >= 0 && at + 1 < _source.Length; at++)
        {
            if (_source[at + 1] is '{' or '%')
            {
                start = at;
                break;
            }
        }

        var trimBefore = start + 2 < _source.Length && _source[start + 2] == '-';
        AddText(_position, start, trimBefore);
        _position = start;
        if (start < _source.Length)
        {
            ReadMarkup(start, trimBefore);
        }
    }

    private void ReadMarkup(int start, bool trimBefore)
    {
        var isTag = _source[start + 1] == '%';
        var place = PlaceOf(start);
        var from = start + (trimBefore ? 3 : 2);
        var end = FindEnd(from, isTag ? "%}" : "}}");
        if (end < 0)
        {
            throw place.Error(isTag ? "The tag is not closed with %}." : "The output is not closed with }}.");
        }

        _position = end + 2;
        _trimNext = end > from && _source[end - 1] == '-';
        var inner = _source[from..(_trimNext ? end - 1 : end)];
        if (!isTag)
        {
            _tokens.Add(new LiquidToken(LiquidTokenKind.Output, "", inner, PlaceOf(from), place));
            return;
        }

        var name = TagName().Match(inner);
        if (!name.Success)
        {
            throw place.Error("The tag has no name.");
        }

        switch (name.Groups[1].Value)
        {
            case "comment":
                SkipTo("comment", place);
                break;
            case "raw":
                var content = _position;
                var close = SkipTo("raw", place);
                var trim = close.ValueSpan.StartsWith("{%-");
                var trimAfter = _trimNext;
                _trimNext = inner.Length < end - from;
                AddText(content, close.Index, trim);
                _trimNext = trimAfter;
                break;
            default:
                _tokens.Add(new LiquidToken(LiquidTokenKind.Tag, name.Groups[1].Value, inner[name.Length..], PlaceOf(from + name.Length), place));
                break;
        }
    }

    private Match SkipTo(string name, LiquidPlace place)
    {
        var close = (name == "raw" ? EndRaw() : EndComment()).Match(_source, _position);
        if (!close.Success)
        {
            throw place.Error($"The tag {name} is not closed with {{% end{name} %}}.");
        }

        _position = close.Index + close.Length;
        _trimNext = close.ValueSpan.EndsWith("-%}");
        return close;
    }

    // Braces inside quotes do not end a tag.
    private int FindEnd(int from, string close)
    {
        for (var i = from; i < _source.Length; i++)
        {
            if (_source[i] is '"' or '\'')
            {
                i = _source.IndexOf(_source[i], i + 1);
                if (i < 0)
                {
                    return -1;
                }
            }
            else if (_source[i] == close[0] && i + 1 < _source.Length && _source[i + 1] == close[1])
            {
                return i;
            }
        }

        return -1;
    }

    private void AddText(int start, int end, bool trimEnd)
    {
        var text = _source.AsSpan(start, end - start);
        text = _trimNext ? text.TrimStart() : text;
        text = trimEnd ? text.TrimEnd() : text;
        _trimNext = false;
        if (!text.IsEmpty)
        {
            _tokens.Add(new LiquidToken(LiquidTokenKind.Text, "", text.ToString(), default, default));
        }
    }

    private LiquidPlace PlaceOf(int position)
    {
        var (line, column) = _place;
        for (; _placed < position; _placed++)
        {
            (line, column) = _source[_placed] == '\n' ? (line + 1, 1) : (line, column + 1);
        }

        return _place = new LiquidPlace(line, column);
    }

    [GeneratedRegex(@"\G\s*(\w+)\s*")]
    private static partial Regex TagName();

    [GeneratedRegex(@"\{%-?\s*endraw\s*-?%\}")]
    private static partial Regex EndRaw();

    [GeneratedRegex(@"\{%-?\s*endcomment\s*-?%\}")]
    private static partial Regex EndComment();
}
