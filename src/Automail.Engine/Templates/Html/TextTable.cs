using System.Buffers;
using System.Globalization;
using System.Text;

namespace Automail.Engine.Templates.Html;

/// <summary>A table of data in plain text: columns under one another, the addresses of a row's links below it.</summary>
internal sealed class TextTable
{
    private const int Gap = 2;

    // Wider spans are somebody's joke.
    private const int MaxColumns = 20;

    // Up to the first combining mark, and the signs of punctuation and currency, every character is an element of its own.
    private static readonly SearchValues<char> Single = SearchValues.Create(
        [.. Enumerable.Range(' ', 0x300 - ' ').Concat(Enumerable.Range(0x2010, 0x18)).Concat(Enumerable.Range(0x20A0, 0x20)).Select(code => (char)code)]);

    private readonly List<Row> _rows = [];

    /// <summary>Whether a table holds data and no layout: its author says so, or gives it headings. Tables in it make it layout.</summary>
    /// <param name="attributes">Those of the table.</param>
    /// <param name="rest">What comes behind its start tag.</param>
    public static bool IsData(HtmlAttributes attributes, ReadOnlySpan<char> rest)
    {
        var isData = false;
        while (attributes.MoveNext())
        {
            if (attributes.Is("role"))
            {
                if (attributes.Value.Trim() is not ("table" or "grid"))
                {
                    return false;
                }

                isData = true;
            }
        }

        var tokens = new HtmlTokenizer(rest);
        while (tokens.Read() && !(tokens.Kind == HtmlTokenKind.EndTag && tokens.Is("table")))
        {
            if (tokens.Kind == HtmlTokenKind.StartTag && tokens.Is("table"))
            {
                return false;
            }

            isData |= tokens.Kind == HtmlTokenKind.StartTag && tokens.Is("th");
        }

        return isData;
    }

    /// <summary>Begins a row.</summary>
    public void AddRow() => _rows.Add(new Row());

    /// <summary>Adds a cell to the last row.</summary>
    /// <param name="text">One line.</param>
    /// <param name="span">Over how many columns it goes.</param>
    /// <param name="isEnd">Whether it is set against the end of its columns.</param>
    public void AddCell(string text, int span, bool isEnd)
    {
        if (_rows.Count == 0)
        {
            AddRow();
        }

        _rows[^1].Add(text, Math.Clamp(span, 1, MaxColumns), isEnd);
    }

    /// <summary>Notes the address of a link in the last row.</summary>
    public void AddLink(string address)
    {
        if (_rows.Count == 0)
        {
            AddRow();
        }

        _rows[^1].Links.Add(address);
    }

    /// <summary>Writes the table.</summary>
    public void Write(TextLines lines)
    {
        var widths = Widths(TextLines.Width - lines.Indent.Length);
        var line = new StringBuilder(TextLines.Width);
        var shown = new List<(List<string> Lines, int Width, bool IsEnd)>();
        foreach (var row in _rows)
        {
            shown.Clear();
            var height = 0;
            foreach (var cell in row.Cells)
            {
                if (WidthOf(widths, cell.Column, cell.Span) is > 0 and var width)
                {
                    shown.Add((Wrap(cell.Text, width), width, cell.IsEnd));
                    height = Math.Max(height, shown[^1].Lines.Count);
                }
            }

            for (var i = 0; i < height; i++)
            {
                line.Clear();
                foreach (var (texts, width, isEnd) in shown)
                {
                    var text = i < texts.Count ? texts[i] : "";
                    var space = Math.Max(0, width - Length(text));
                    line.Append(' ', line.Length == 0 ? 0 : Gap).Append(' ', isEnd ? space : 0).Append(text).Append(' ', isEnd ? 0 : space);
                }

                lines.Verbatim(line.ToString().TrimEnd());
            }

            foreach (var link in row.Links)
            {
                lines.Verbatim($"  ({link})");
            }
        }
    }

    private int[] Widths(int available)
    {
        var widths = new int[_rows.Count == 0 ? 0 : Math.Min(_rows.Max(row => row.Columns), MaxColumns)];

        // Cells over several columns come second: they take what the others need, and the last column gets what is missing.
        foreach (var isWide in (ReadOnlySpan<bool>)[false, true])
        {
            foreach (var cell in _rows.SelectMany(row => row.Cells))
            {
                if (cell.Span > 1 == isWide && cell.Column < widths.Length)
                {
                    var last = Math.Min(cell.Column + cell.Span, widths.Length) - 1;
                    widths[last] = Math.Max(widths[last], widths[last] + cell.Length - WidthOf(widths, cell.Column, cell.Span));
                }
            }
        }

        while (WidthOf(widths, 0, widths.Length) is var all && all > available && widths.Length > 0)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            var next = Math.Max(widths[widest] - (all - available), 12);
            if (next >= widths[widest])
            {
                break;
            }

            widths[widest] = next;
        }

        return widths;
    }

    private static int WidthOf(int[] widths, int column, int span)
    {
        var (all, used) = (0, 0);
        for (var i = column; i < Math.Min(column + span, widths.Length); i++)
        {
            all += widths[i];
            used += widths[i] > 0 ? 1 : 0;
        }

        return used == 0 ? 0 : all + ((used - 1) * Gap);
    }

    private static int Length(string text) => text.AsSpan().IndexOfAnyExcept(Single) < 0 ? text.Length : new StringInfo(text).LengthInTextElements;

    private static List<string> Wrap(string text, int width)
    {
        if (text.Length <= width)
        {
            return [text];
        }

        var lines = new List<string> { "" };
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length == 0)
            {
                lines[^1] = word;
            }
            else if (Length(lines[^1]) + 1 + Length(word) <= width)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }

    private sealed class Row
    {
        public List<Cell> Cells { get; } = [];

        public List<string> Links { get; } = [];

        public int Columns { get; private set; }

        public void Add(string text, int span, bool isEnd)
        {
            Cells.Add(new Cell(text, TextTable.Length(text), Columns, span, isEnd));
            Columns += span;
        }
    }

    private sealed record Cell(string Text, int Length, int Column, int Span, bool IsEnd);
}
