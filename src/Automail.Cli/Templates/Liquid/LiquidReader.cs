using System.Globalization;

namespace Automail.Cli.Templates.Liquid;

/// <summary>Reads values, expressions and conditions from what stands between braces; whatever does not fit is an error with its place.</summary>
internal sealed class LiquidReader(string text, LiquidPlace place)
{
    private static readonly string[] Operators = ["==", "!=", "<>", "<=", ">=", "<", ">"];
    private int _position;

    /// <summary>The place of the next character that is no white space.</summary>
    public LiquidPlace Place
    {
        get
        {
            SkipSpace();
            var (line, column) = place;
            for (var i = 0; i < _position; i++)
            {
                (line, column) = text[i] == '\n' ? (line + 1, 1) : (line, column + 1);
            }

            return new LiquidPlace(line, column);
        }
    }

    /// <summary>Whether all is read.</summary>
    public bool AtEnd
    {
        get
        {
            SkipSpace();
            return _position == text.Length;
        }
    }

    /// <summary>Reads a value with its filters: <c>a.b | filter: "x", 2</c>.</summary>
    public LiquidExpression ReadExpression()
    {
        var value = ReadValue();
        var filters = new List<LiquidFilterCall>();
        while (TryRead('|'))
        {
            filters.Add(ReadFilter());
        }

        return new LiquidExpression(value, filters);
    }

    /// <summary>Reads what may stand behind <c>if</c>. As in Shopify's Liquid, what stands right binds first.</summary>
    public LiquidCondition ReadCondition()
    {
        var left = ReadValue();
        var comparison = Operators.FirstOrDefault(TryRead) ?? (TryReadWord("contains") ? "contains" : null);
        var condition = new LiquidCondition(left, comparison, comparison is null ? null : ReadValue());
        if (TryReadWord("and"))
        {
            return condition with { Also = ReadCondition(), IsAnd = true };
        }

        return TryReadWord("or") ? condition with { Also = ReadCondition() } : condition;
    }

    /// <summary>Reads what stands behind <c>shape</c>: the part's name and its arguments, <c>"EmailButton", url: event.url, text: "Buy"</c>.</summary>
    public LiquidShape ReadShape(LiquidPlace start)
    {
        var name = ReadValue();
        var arguments = new List<(string Name, LiquidValue Value)>();
        while (TryRead(','))
        {
            var argument = ReadName("The argument's name");
            if (!TryRead(':'))
            {
                throw Place.Error($"An argument is of the form {argument}: value.");
            }

            arguments.Add((LiquidShape.MemberName(argument), ReadValue()));
        }

        return new LiquidShape(name, [.. arguments], start);
    }

    /// <summary>Reads a name.</summary>
    public string ReadName(string what)
    {
        var at = Place;
        return TryReadName() ?? throw at.Error($"{what} is missing.");
    }

    /// <summary>Reads a literal, a path or a range.</summary>
    public LiquidValue ReadValue(bool range = false)
    {
        var at = Place;
        if (_position == text.Length)
        {
            throw at.Error("A value is missing.");
        }

        var c = text[_position];
        if (c is '"' or '\'')
        {
            return ReadString(at);
        }

        if (char.IsAsciiDigit(c) || (c == '-' && _position + 1 < text.Length && char.IsAsciiDigit(text[_position + 1])))
        {
            return ReadNumber(at);
        }

        if (c == '(' && range)
        {
            return ReadRange();
        }

        return TryReadName() switch
        {
            null => throw at.Error($"'{c}' does not begin a value."),
            "true" => LiquidValue.Of(true),
            "false" => LiquidValue.Of(false),
            "nil" or "null" => LiquidValue.Of(null),
            "empty" => LiquidValue.Of(LiquidNothing.Empty),
            "blank" => LiquidValue.Of(LiquidNothing.Blank),
            var name => ReadPath(name),
        };
    }

    /// <summary>Reads one character, if it comes next.</summary>
    public bool TryRead(char c)
    {
        SkipSpace();
        if (_position == text.Length || text[_position] != c)
        {
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Reads a word, if it comes next.</summary>
    public bool TryReadWord(string word)
    {
        SkipSpace();
        var start = _position;
        if (TryReadName() == word)
        {
            return true;
        }

        _position = start;
        return false;
    }

    /// <summary>Makes sure that nothing is left.</summary>
    public void ReadEnd()
    {
        if (!AtEnd)
        {
            throw Place.Error($"'{text[_position..].TrimEnd()}' does not belong here.");
        }
    }

    private bool TryRead(string symbol)
    {
        SkipSpace();
        if (!text.AsSpan(_position).StartsWith(symbol))
        {
            return false;
        }

        _position += symbol.Length;
        return true;
    }

    private LiquidFilterCall ReadFilter()
    {
        var at = Place;
        var name = ReadName("The filter's name");
        var arguments = new List<LiquidValue>();
        if (TryRead(':'))
        {
            do
            {
                arguments.Add(ReadValue());
            }
            while (TryRead(','));
        }

        if (!LiquidFilters.All.TryGetValue(name, out var filter))
        {
            throw at.Error($"There is no filter '{name}'.");
        }

        if (arguments.Count < filter.MinArguments || arguments.Count > filter.MaxArguments)
        {
            var expected = filter.MinArguments == filter.MaxArguments ? $"{filter.MinArguments}" : $"{filter.MinArguments} to {filter.MaxArguments}";
            throw at.Error($"The filter '{name}' takes {expected} arguments, not {arguments.Count}.");
        }

        return new LiquidFilterCall(name, filter, [.. arguments]);
    }

    private LiquidValue ReadString(LiquidPlace at)
    {
        var end = text.IndexOf(text[_position], _position + 1);
        if (end < 0)
        {
            throw at.Error("The text is not closed with its quote.");
        }

        var value = text[(_position + 1)..end];
        _position = end + 1;
        return LiquidValue.Of(value);
    }

    private LiquidValue ReadNumber(LiquidPlace at)
    {
        var start = _position++;
        while (_position < text.Length && (char.IsAsciiDigit(text[_position])
            || (text[_position] == '.' && _position + 1 < text.Length && char.IsAsciiDigit(text[_position + 1]))))
        {
            _position++;
        }

        return decimal.TryParse(text.AsSpan(start, _position - start), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? LiquidValue.Of(number)
            : throw at.Error($"'{text[start.._position]}' is not a number.");
    }

    private LiquidValue ReadRange()
    {
        _position++;
        var from = ReadValue();
        var dots = Place;
        if (!TryRead(".."))
        {
            throw dots.Error("A range is of the form (1..5).");
        }

        var to = ReadValue();
        return TryRead(')') ? LiquidValue.Range(from, to) : throw Place.Error("The range is not closed with a parenthesis.");
    }

    private LiquidValue ReadPath(string first)
    {
        var parts = new List<LiquidValue> { LiquidValue.Of(first) };
        while (_position < text.Length)
        {
            if (text[_position] == '.' && !text.AsSpan(_position).StartsWith(".."))
            {
                _position++;
                parts.Add(LiquidValue.Of(ReadName("The name behind the dot")));
            }
            else if (text[_position] == '[')
            {
                _position++;
                parts.Add(ReadValue());
                if (!TryRead(']'))
                {
                    throw Place.Error("The bracket is not closed.");
                }
            }
            else
            {
                break;
            }
        }

        return LiquidValue.Path([.. parts]);
    }

    private string? TryReadName()
    {
        SkipSpace();
        var start = _position;
        while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] is '_' || (text[_position] == '-' && _position > start)))
        {
            _position++;
        }

        if (_position == start || char.IsAsciiDigit(text[start]))
        {
            _position = start;
            return null;
        }

        return text[start.._position];
    }

    private void SkipSpace()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
        {
            _position++;
        }
    }
}
