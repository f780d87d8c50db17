using System.Buffers;
using System.Text;

namespace Automail.Engine.Templates.Html;

/// <summary>Writes words into lines of at most 78 characters (RFC 5322 section 2.1.1) where words allow, and asks for breaks only between words.</summary>
internal sealed class TextLines(int capacity)
{
    /// <summary>The longest line that is made when words are short enough.</summary>
    public const int Width = 78;

    private const char NoBreakSpace = '\u00A0';

    private static readonly SearchValues<char> WhiteSpace = SearchValues.Create(" \t\n\f\r");

    // Soft hyphens, zero-width spaces, byte order marks and joiners of graphemes that only pad or hint; other control characters.
    private static readonly SearchValues<char> Invisible = SearchValues.Create(
        "\u00AD\u034F\u200B\u2060\uFEFF\u007F" + string.Concat(Enumerable.Range(0, 32).Select(code => (char)code).Where(c => c != '\t')));

    private readonly StringBuilder _text = new(capacity);
    private char[] _word = new char[128];
    private int _wordLength;
    private string? _marker;
    private int _breaks;
    private int _spaces;
    private int _column;
    private int _longest;

    /// <summary>What every line starts with.</summary>
    public string Indent { get; set; } = "";

    /// <summary>While set, gets every piece of text too.</summary>
    public StringBuilder? Copy { get; set; }

    /// <summary>Adds text; runs of white space separate words, and text without any goes on with the last word.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var length = text.IndexOfAny(WhiteSpace);
            AddToWord(length < 0 ? text : text[..length]);
            if (length < 0)
            {
                return;
            }

            Space();
            var rest = text[length..].IndexOfAnyExcept(WhiteSpace);
            text = rest < 0 ? default : text[(length + rest)..];
        }
    }

    /// <summary>Adds a word behind the last one, in front of the breaks that were asked for since.</summary>
    public void AddBehind(string word)
    {
        EndWord();
        var breaks = _breaks;
        (_breaks, _spaces) = (0, 1);
        AddToWord(word);
        if (breaks > 0)
        {
            Break(breaks);
        }
    }

    /// <summary>Ends the word.</summary>
    public void Space(int width = 1)
    {
        EndWord();
        _spaces = Math.Max(_spaces, width);
        Copy?.Append(' ');
    }

    /// <summary>Goes to a new line unless at the start of one.</summary>
    public void Line() => Break(atLeast: 1);

    /// <summary>Leaves one line empty.</summary>
    public void Paragraph() => Break(atLeast: 2);

    /// <summary>Ends the line, also one that is empty; at most one empty line is made.</summary>
    public void Break()
    {
        EndWord();
        Break(Math.Min(_breaks + 1, 2));
    }

    /// <summary>Sets off a cell from what stands on the line already.</summary>
    public void Cell() => Space(2);

    /// <summary>Starts the next line with this in the place of the end of <see cref="Indent"/>.</summary>
    public void Mark(string marker) => _marker = marker;

    /// <summary>From here on the lines count for <see cref="Underline"/>.</summary>
    public void BeginHeading()
    {
        Paragraph();
        _longest = 0;
    }

    /// <summary>Underlines the heading at its full width, if it has any text.</summary>
    public void Underline(char line)
    {
        EndWord();
        _longest = Math.Max(_longest, _breaks == 0 ? _column : 0);
        if (_longest > Indent.Length)
        {
            Line();
            AddToWord(new string(line, Math.Min(_longest, Width) - Indent.Length));
        }

        Paragraph();
    }

    /// <summary>Adds text as it is, white space included, and ends the line.</summary>
    public void Verbatim(ReadOnlySpan<char> line)
    {
        EndWord();
        AddToWord(line);
        Break();
    }

    /// <summary>The text, ending in one line break.</summary>
    public string Finish()
    {
        EndWord();
        return _text.Append('\n').ToString();
    }

    /// <summary>Begins anew.</summary>
    public TextLines Clear()
    {
        _text.Clear();
        (_wordLength, _marker, _breaks, _spaces, _column, _longest) = (0, null, 0, 0, 0, 0);
        (Indent, Copy) = ("", null);
        return this;
    }

    private void Break(int atLeast)
    {
        EndWord();
        _breaks = Math.Max(_breaks, atLeast);
        Copy?.Append(' ');
    }

    private void AddToWord(ReadOnlySpan<char> part)
    {
        while (!part.IsEmpty)
        {
            var length = part.IndexOfAny(Invisible);
            var visible = length < 0 ? part : part[..length];
            if (_wordLength + visible.Length > _word.Length)
            {
                Array.Resize(ref _word, Math.Max(_word.Length * 2, _wordLength + visible.Length));
            }

            visible.CopyTo(_word.AsSpan(_wordLength));
            _wordLength += visible.Length;
            Copy?.Append(visible);
            part = length < 0 ? default : part[(length + 1)..];
        }
    }

    private void EndWord()
    {
        if (_wordLength == 0)
        {
            return;
        }

        var word = _word.AsSpan(0, _wordLength);
        _wordLength = 0;
        word.Replace(NoBreakSpace, ' ');
        if (!word.ContainsAnyExcept(' '))
        {
            _spaces = Math.Max(_spaces, 1);
            return;
        }

        if (_text.Length == 0)
        {
            StartLine();
        }
        else if (_breaks > 0 || (_spaces > 0 && _column + _spaces + word.Length > Width))
        {
            _longest = Math.Max(_longest, _breaks > 0 ? 0 : _column);
            _text.Append('\n', Math.Max(_breaks, 1));
            StartLine();
        }
        else
        {
            _text.Append(' ', _spaces);
            _column += _spaces;
        }

        _text.Append(word);
        _column += word.Length;
        (_breaks, _spaces) = (0, 0);
    }

    private void StartLine()
    {
        var marker = _marker ?? "";
        _text.Append(Indent, 0, Math.Max(0, Indent.Length - marker.Length)).Append(marker);
        _column = Indent.Length;
        _marker = null;
    }
}
