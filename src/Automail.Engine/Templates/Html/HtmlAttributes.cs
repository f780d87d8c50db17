using System.Buffers;

namespace Automail.Engine.Templates.Html;

/// <summary>Walks over the attributes of a tag, in the manner of the HTML standard: also over those that are written badly.</summary>
internal ref struct HtmlAttributes(ReadOnlySpan<char> html, int position)
{
    private static readonly SearchValues<char> UnquotedEnd = SearchValues.Create(" \t\n\f\r>");

    private readonly ReadOnlySpan<char> _html = html;
    private int _position = position;

    /// <summary>Where the white space before the attribute begins.</summary>
    public int Start { get; private set; }

    /// <summary>The name as written.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The value as written, between its quotes; empty if there is none.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>Where the name ends and <c>=</c> and the value follow, if any.</summary>
    public int NameEnd { get; private set; }

    /// <summary>Where the attribute ends, quotes included.</summary>
    public readonly int End => _position;

    /// <summary>Behind the tag's <c>&gt;</c> once all attributes are read; 0 when there is none.</summary>
    public int TagEnd { get; private set; }

    /// <summary>Whether a tag's or attribute's name ends at this character.</summary>
    public static bool EndsName(char c) => c is ' ' or '\t' or '\n' or '\f' or '\r' or '/' or '>';

    /// <summary>
    /// Behind the tag's <c>&gt;</c>, where every value stands in quotes right behind its <c>=</c>, as nearly everywhere; -1 where the attributes have to be read one by one.
    /// </summary>
    /// <param name="html">The text.</param>
    /// <param name="position">Behind the tag's name.</param>
    public static int FindEnd(ReadOnlySpan<char> html, int position)
    {
        while (true)
        {
            var rest = html[position..];
            var at = rest.IndexOfAny('>', '"', '\'');
            if (at < 0)
            {
                return -1;
            }

            if (rest[at] == '>')
            {
                return position + at + 1;
            }

            // A value without quotes, an "=" alone or a stray quote: those are for the one who reads by the letter of the standard.
            if (at < 2 || rest[..at].IndexOf('=') != at - 1 || !char.IsAsciiLetterOrDigit(rest[at - 2]))
            {
                return -1;
            }

            var length = rest[(at + 1)..].IndexOf(rest[at]);
            if (length < 0)
            {
                return -1;
            }

            position += at + length + 2;
        }
    }

    /// <summary>Whether the attribute has this name; <paramref name="name"/> is in lower case.</summary>
    public readonly bool Is(ReadOnlySpan<char> name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Moves to the next attribute; false at the end of the tag or of the text.</summary>
    public bool MoveNext()
    {
        Start = _position;
        while (_position < _html.Length && _html[_position] != '>' && EndsName(_html[_position]))
        {
            _position++;
        }

        if (_position >= _html.Length)
        {
            return false;
        }

        if (_html[_position] == '>')
        {
            TagEnd = _position + 1;
            return false;
        }

        // An "=" in front is a part of the name.
        var start = _position++;
        while (_position < _html.Length && !EndsName(_html[_position]) && _html[_position] != '=')
        {
            _position++;
        }

        NameEnd = _position;
        Name = _html[start..NameEnd];
        Value = default;
        var next = SkipSpace(_position);
        if (next >= _html.Length || _html[next] != '=')
        {
            return true;
        }

        _position = SkipSpace(next + 1);
        return ReadValue();
    }

    private bool ReadValue()
    {
        if (_position >= _html.Length)
        {
            return false;
        }

        var quote = _html[_position];
        if (quote is '"' or '\'')
        {
            var length = _html[(_position + 1)..].IndexOf(quote);
            if (length < 0)
            {
                _position = _html.Length;
                return false;
            }

            Value = _html.Slice(_position + 1, length);
            _position += length + 2;
            return true;
        }

        var end = _html[_position..].IndexOfAny(UnquotedEnd);
        Value = end < 0 ? _html[_position..] : _html.Slice(_position, end);
        _position += Value.Length;
        return true;
    }

    private readonly int SkipSpace(int at)
    {
        while (at < _html.Length && _html[at] is ' ' or '\t' or '\n' or '\f' or '\r')
        {
            at++;
        }

        return at;
    }
}
