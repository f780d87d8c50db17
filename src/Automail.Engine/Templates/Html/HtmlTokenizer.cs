namespace Automail.Engine.Templates.Html;

/// <summary>The kinds of piece that HTML is cut into.</summary>
internal enum HtmlTokenKind
{
    /// <summary>Text with character references.</summary>
    Text,

    /// <summary>The contents of an element that holds no markup, such as style.</summary>
    RawText,

    /// <summary>A start tag.</summary>
    StartTag,

    /// <summary>An end tag.</summary>
    EndTag,

    /// <summary>A comment, doctype, processing instruction, or a tag that never closes: what no reader sees.</summary>
    Hidden,
}

/// <summary>
/// Cuts HTML into pieces in one pass, without copying, in the manner of the HTML standard's tokenizer. Any text is accepted, every character
/// belongs to exactly one piece, and each piece moves forward.
/// </summary>
internal ref struct HtmlTokenizer(ReadOnlySpan<char> html)
{
    private readonly ReadOnlySpan<char> _html = html;
    private ReadOnlySpan<char> _rawName;

    /// <summary>What the piece is.</summary>
    public HtmlTokenKind Kind { get; private set; }

    /// <summary>Where the piece begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the next piece begins.</summary>
    public int End { get; private set; }

    /// <summary>The tag's name as written; empty for other pieces.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The piece.</summary>
    public readonly ReadOnlySpan<char> Raw => _html[Start..End];

    /// <summary>The attributes of a start tag.</summary>
    public readonly HtmlAttributes Attributes => new(_html[..End], Start + 1 + Name.Length);

    /// <summary>Whether the tag has this name; <paramref name="name"/> is in lower case.</summary>
    public readonly bool Is(ReadOnlySpan<char> name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Moves to the next piece; false at the end.</summary>
    public bool Read()
    {
        Start = End;
        Name = default;
        if (Start == _html.Length)
        {
            return false;
        }

        if (!_rawName.IsEmpty)
        {
            ReadRawText();
            if (End > Start)
            {
                return true;
            }
        }

        if (!TryReadMarkup(Start))
        {
            ReadText();
        }

        return true;
    }

    private void ReadText()
    {
        Kind = HtmlTokenKind.Text;
        End = Start + 1;
        while (End < _html.Length)
        {
            var next = _html[End..].IndexOf('<');
            End = next < 0 ? _html.Length : End + next;
            if (End == _html.Length || IsMarkup(End))
            {
                return;
            }

            End++;
        }
    }

    private readonly bool IsMarkup(int at)
        => at + 1 < _html.Length && (_html[at + 1] is '!' or '?' or '/' || char.IsAsciiLetter(_html[at + 1]));

    private bool TryReadMarkup(int at)
    {
        if (_html[at] != '<' || !IsMarkup(at))
        {
            return false;
        }

        var rest = _html[at..];
        if (char.IsAsciiLetter(rest[1]))
        {
            ReadTag(HtmlTokenKind.StartTag, at + 1);
            if (Kind == HtmlTokenKind.StartTag && IsRaw(Name))
            {
                _rawName = Name;
            }
        }
        else if (rest[1] == '/' && rest.Length > 2 && char.IsAsciiLetter(rest[2]))
        {
            ReadTag(HtmlTokenKind.EndTag, at + 2);
        }
        else
        {
            Kind = HtmlTokenKind.Hidden;
            var close = rest.StartsWith("<!--") ? "-->" : ">";

            // The standard lets "<!-->" be a whole comment.
            var from = close.Length == 1 ? 1 : 2;
            var length = rest[from..].IndexOf(close);
            End = length < 0 ? _html.Length : at + from + length + close.Length;
        }

        return true;
    }

    private void ReadTag(HtmlTokenKind kind, int nameStart)
    {
        var nameEnd = nameStart;
        while (nameEnd < _html.Length && !HtmlAttributes.EndsName(_html[nameEnd]))
        {
            nameEnd++;
        }

        var end = HtmlAttributes.FindEnd(_html, nameEnd);
        if (end < 0)
        {
            var attributes = new HtmlAttributes(_html, nameEnd);
            while (attributes.MoveNext())
            {
            }

            end = attributes.TagEnd;
        }

        Kind = end > 0 ? kind : HtmlTokenKind.Hidden;
        Name = end > 0 ? _html[nameStart..nameEnd] : default;
        End = end > 0 ? end : _html.Length;
    }

    private void ReadRawText()
    {
        Kind = HtmlTokenKind.RawText;
        End = Start;
        while (true)
        {
            var next = _html[End..].IndexOf("</");
            if (next < 0)
            {
                End = _html.Length;
                break;
            }

            End += next;
            var after = End + 2 + _rawName.Length;
            if (after < _html.Length && HtmlAttributes.EndsName(_html[after])
                && _html.Slice(End + 2, _rawName.Length).Equals(_rawName, StringComparison.OrdinalIgnoreCase))
            {
                break;
            }

            End += 2;
        }

        _rawName = default;
    }

    private static bool IsRaw(ReadOnlySpan<char> name) => name.Length is >= 3 and <= 8 && char.ToLowerInvariant(name[0]) switch
    {
        's' => name.Equals("style", StringComparison.OrdinalIgnoreCase) || name.Equals("script", StringComparison.OrdinalIgnoreCase),
        't' => name.Equals("title", StringComparison.OrdinalIgnoreCase) || name.Equals("textarea", StringComparison.OrdinalIgnoreCase),
        'x' => name.Equals("xmp", StringComparison.OrdinalIgnoreCase),
        'i' => name.Equals("iframe", StringComparison.OrdinalIgnoreCase),
        'n' => name.Equals("noembed", StringComparison.OrdinalIgnoreCase) || name.Equals("noframes", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
