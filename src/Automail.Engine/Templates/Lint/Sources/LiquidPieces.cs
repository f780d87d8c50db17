namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>The kinds of piece that a template is cut into.</summary>
internal enum LiquidPieceKind
{
    /// <summary>Text that is printed as it is.</summary>
    Text,

    /// <summary><c>{{ … }}</c></summary>
    Output,

    /// <summary><c>{% … %}</c></summary>
    Tag,

    /// <summary>A comment, the tags of a raw block, or something that never closes: nothing to look into.</summary>
    Hidden,
}

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where the next one begins.</param>
/// <param name="Name">A tag's name.</param>
/// <param name="MarkupStart">Where the inner side begins; of a tag, behind its name.</param>
/// <param name="MarkupEnd">Where the inner side ends.</param>
internal readonly record struct LiquidPiece(LiquidPieceKind Kind, int Start, int End, string Name = "", int MarkupStart = 0, int MarkupEnd = 0);

/// <summary>
/// Cuts a template into text, outputs and tags. Any text is accepted; what does not close is passed over to the next opening brace, so that an
/// author who is still typing sees no findings that come from it.
/// </summary>
internal sealed class LiquidPieces
{
    /// <summary>What stands for the characters of an output in <see cref="Mask"/>.</summary>
    public const char OutputMask = '\uE000';

    /// <summary>What stands for the characters of a tag or comment: white space to HTML and CSS.</summary>
    public const char TagMask = '\f';

    // Each may look through the whole rest of the text for its end.
    private const int MaxBroken = 20;

    private readonly string _source;
    private readonly List<LiquidPiece> _pieces = [];
    private int _broken;

    private LiquidPieces(string source) => _source = source;

    /// <summary>The pieces in order; together they are the whole text.</summary>
    public IReadOnlyList<LiquidPiece> All => _pieces;

    /// <summary>Cuts a template.</summary>
    public static LiquidPieces Of(string source)
    {
        var pieces = new LiquidPieces(source);
        for (var at = 0; at < source.Length;)
        {
            at = pieces.ReadNext(at);
        }

        return pieces;
    }

    /// <summary>A text of the same length in which no Liquid stands.</summary>
    public string Mask() => string.Create(_source.Length, this, static (mask, pieces) =>
    {
        pieces._source.CopyTo(mask);
        foreach (var piece in pieces._pieces)
        {
            if (piece.Kind != LiquidPieceKind.Text)
            {
                mask[piece.Start..piece.End].Fill(piece.Kind == LiquidPieceKind.Output ? OutputMask : TagMask);
            }
        }
    });

    /// <summary>The number of the piece that a place lies in.</summary>
    public int IndexAt(int offset)
    {
        var (low, high) = (0, _pieces.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _pieces[middle].Start <= offset ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private int ReadNext(int at)
    {
        var start = FindOpening(at);
        if (start > at)
        {
            _pieces.Add(new LiquidPiece(LiquidPieceKind.Text, at, start));
        }

        return start == _source.Length ? start : _source[start + 1] == '{' ? ReadOutput(start) : ReadTag(start);
    }

    private int FindOpening(int at)
    {
        for (; _broken <= MaxBroken && (at = _source.IndexOf('{', at)) >= 0 && at + 1 < _source.Length; at++)
        {
            if (_source[at + 1] is '{' or '%')
            {
                return at;
            }
        }

        return _source.Length;
    }

    private int ReadOutput(int start)
    {
        var end = FindEnd(start + 2, '}');
        if (end < 0)
        {
            return ReadBroken(start);
        }

        var (from, to) = Trim(start, end);
        _pieces.Add(new LiquidPiece(LiquidPieceKind.Output, start, end + 2, "", from, to));
        return end + 2;
    }

    private int ReadTag(int start)
    {
        var end = FindEnd(start + 2, '%');
        if (end < 0)
        {
            return ReadBroken(start);
        }

        var (from, to) = Trim(start, end);
        while (from < to && char.IsWhiteSpace(_source[from]))
        {
            from++;
        }

        var nameEnd = from;
        while (nameEnd < to && (char.IsAsciiLetterOrDigit(_source[nameEnd]) || _source[nameEnd] is '_' or '#'))
        {
            nameEnd++;
        }

        var name = _source[from..nameEnd];
        if (name is "comment" or "raw")
        {
            return ReadVerbatim(start, end + 2, name);
        }

        _pieces.Add(new LiquidPiece(name.StartsWith('#') ? LiquidPieceKind.Hidden : LiquidPieceKind.Tag, start, end + 2, name, nameEnd, to));
        return end + 2;
    }

    // What stands in a raw block is text; in a comment it is nothing.
    private int ReadVerbatim(int start, int contentStart, string name)
    {
        for (var at = contentStart; (at = _source.IndexOf("{%", at, StringComparison.Ordinal)) >= 0; at += 2)
        {
            var rest = _source.AsSpan(at + 2).TrimStart('-').TrimStart();
            if (!rest.StartsWith("end", StringComparison.Ordinal) || !rest[3..].StartsWith(name, StringComparison.Ordinal))
            {
                continue;
            }

            var end = _source.IndexOf("%}", at + 2, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            if (name == "comment")
            {
                _pieces.Add(new LiquidPiece(LiquidPieceKind.Hidden, start, end + 2));
                return end + 2;
            }

            _pieces.Add(new LiquidPiece(LiquidPieceKind.Hidden, start, contentStart));
            if (at > contentStart)
            {
                _pieces.Add(new LiquidPiece(LiquidPieceKind.Text, contentStart, at));
            }

            _pieces.Add(new LiquidPiece(LiquidPieceKind.Hidden, at, end + 2));
            return end + 2;
        }

        _broken++;
        _pieces.Add(new LiquidPiece(LiquidPieceKind.Hidden, start, contentStart));
        return contentStart;
    }

    private int ReadBroken(int start)
    {
        _broken++;
        var end = _source.IndexOfAny(['\n', '<', '{'], start + 2);
        end = end < 0 ? _source.Length : end;
        _pieces.Add(new LiquidPiece(LiquidPieceKind.Hidden, start, end));
        return end;
    }

    // Without the hyphens of white space control.
    private (int From, int To) Trim(int start, int end)
    {
        var from = start + 2 < end && _source[start + 2] == '-' ? start + 3 : start + 2;
        return (from, end > from && _source[end - 1] == '-' ? end - 1 : end);
    }

    // Braces inside quotes end nothing; a new opening brace outside them means that the end was forgotten.
    private int FindEnd(int from, char close)
    {
        for (var i = from; i < _source.Length; i++)
        {
            var c = _source[i];
            if (c is '"' or '\'')
            {
                i = _source.IndexOf(c, i + 1);
                if (i < 0)
                {
                    return -1;
                }
            }
            else if (c == close && i + 1 < _source.Length && _source[i + 1] == '}')
            {
                return i;
            }
            else if (c == '{' && i + 1 < _source.Length && (_source[i + 1] is '{' or '%'))
            {
                return -1;
            }
        }

        return -1;
    }
}
