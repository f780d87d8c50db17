using System.Text;

namespace Automail.Engine.Templates.Inlining;

/// <summary>Reads a selector as far as it is for inlining: names, classes, ids, attributes, descendants and children.</summary>
internal ref struct CssSelectorReader(string text)
{
    // Nobody writes longer ones by hand.
    private const int MaxCompounds = 12;

    private readonly string _text = text;
    private int _at;

    /// <summary>Reads all of the text.</summary>
    /// <param name="compounds">What it asks for; null when it is a selector of a kind that stays in the head.</param>
    /// <returns>False when the text is no selector.</returns>
    public bool Read(out CssCompound[]? compounds)
    {
        compounds = null;
        var found = new List<CssCompound>();
        var isChild = false;
        while (true)
        {
            SkipSpace();
            var compound = new CssCompound { IsChild = isChild };
            switch (ReadCompound(compound))
            {
                case null:
                    return true;
                case false:
                    return false;
                default:
                    break;
            }

            found.Add(compound);
            var spaced = SkipSpace();
            if (_at == _text.Length)
            {
                compounds = found.Count <= MaxCompounds ? [.. found] : null;
                return true;
            }

            isChild = _text[_at] == '>';
            if (isChild)
            {
                _at++;
            }
            else if (_text[_at] is '+' or '~' or '|' or '&' or ':')
            {
                return true;
            }
            else if (!spaced)
            {
                return false;
            }
        }
    }

    /// <summary>True when one was read, null when it is of a kind that stays, false when there is none.</summary>
    private bool? ReadCompound(CssCompound compound)
    {
        var start = _at;
        if (_at < _text.Length && _text[_at] == '*')
        {
            _at++;
        }
        else if (_at < _text.Length && IsName(_text[_at]))
        {
            if (ReadName() is not { } name)
            {
                return null;
            }

            compound.Type = name.ToLowerInvariant();
        }

        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c is ':' or '|' or '&' or '+' or '~')
            {
                return null;
            }

            if (c is '.' or '#')
            {
                _at++;
                if (_at >= _text.Length || !IsName(_text[_at]))
                {
                    return false;
                }

                if (ReadName() is not { } name)
                {
                    return null;
                }

                (c == '.' ? compound.Classes : compound.Ids).Add(name);
            }
            else if (c == '[')
            {
                if (ReadAttribute() is not { } test)
                {
                    return false;
                }

                compound.Attributes.Add(test);
            }
            else
            {
                break;
            }
        }

        return _at > start;
    }

    private CssAttributeTest? ReadAttribute()
    {
        _at++;
        SkipSpace();
        if (ReadName() is not { Length: > 0 } name)
        {
            return null;
        }

        SkipSpace();
        var (operation, value, ignoresCase) = ('\0', "", false);
        if (_at < _text.Length && _text[_at] != ']')
        {
            operation = _text[_at++];
            if (operation is '~' or '|' or '^' or '$' or '*')
            {
                _at++;
            }

            if (operation is not ('=' or '~' or '|' or '^' or '$' or '*') || _text[_at - 1] != '=' || ReadValue() is not { } read)
            {
                return null;
            }

            value = read;
            SkipSpace();
            ignoresCase = _at < _text.Length && _text[_at] is 'i' or 'I';
            _at += ignoresCase || (_at < _text.Length && _text[_at] is 's' or 'S') ? 1 : 0;
            SkipSpace();
        }

        return _at < _text.Length && _text[_at++] == ']' ? new CssAttributeTest(name.ToLowerInvariant(), operation, value, ignoresCase) : null;
    }

    private string? ReadValue()
    {
        SkipSpace();
        if (_at >= _text.Length || _text[_at] is not ('"' or '\''))
        {
            return ReadName() is { Length: > 0 } name ? name : null;
        }

        var end = CssScanner.EndOfString(_text, _at);
        var inner = end > _at && _text[end] == _text[_at] ? _text[(_at + 1)..end] : null;
        _at = end + 1;
        return inner is null || inner.Contains('\\', StringComparison.Ordinal) ? null : inner;
    }

    /// <summary>A name; null when it has an escape that is no plain character.</summary>
    private string? ReadName()
    {
        var name = new StringBuilder();
        for (; _at < _text.Length && IsName(_text[_at]); _at++)
        {
            if (_text[_at] == '\\')
            {
                _at++;
                if (_at >= _text.Length || char.IsAsciiHexDigit(_text[_at]) || char.IsControl(_text[_at]))
                {
                    return null;
                }
            }

            name.Append(_text[_at]);
        }

        return name.ToString();
    }

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '\\' || c >= '\u0080';

    private bool SkipSpace()
    {
        var start = _at;
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at > start;
    }
}
