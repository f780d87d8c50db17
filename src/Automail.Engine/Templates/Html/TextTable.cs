using System.Buffers;
using System.Globalization;

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
    public void AddRow() => _rows.Add(new Row([], []));

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

        _rows[^1].Cells.Add(new Cell(text, Math.Clamp(span, 1, MaxColumns), isEnd));
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
        foreach (var row in _rows)
        {
            var cells = new List<(List<string> Lines, int Width, bool IsEnd)>();
            var column = 0;
            foreach (var cell in row.Cells)
            {
                var width = WidthOf(widths, column, cell.Span);
                column += cell.Span;
                if (width > 0)
                {
                    cells.Add((Wrap(cell.Text, width), width, cell.IsEnd));
                }
            }

            for (var i = 0; i < cells.Select(cell => cell.Lines.Count).DefaultIfEmpty(0).Max(); i++)
            {
                var line = string.Join(new string(' ', Gap), cells.Select(cell => Pad(i < cell.Lines.Count ? cell.Lines[i] : "", cell.Width, cell.IsEnd))).TrimEnd();
                lines.Verbatim(line);
            }

            foreach (var link in row.Links)
            {
                lines.Verbatim($"  ({link})");
            }
        }
    }

    private int[] Widths(int available)
    {
        var widths = new int[Math.Clamp(_rows.Select(row => row.Cells.Sum(cell => cell.Span)).DefaultIfEmpty(0).Max(), 0, MaxColumns)];

        // Cells over several columns come second: they take what the others need, and the last column gets what is missing.
        foreach (var cells in (Func<Cell, bool>[])[cell => cell.Span == 1, cell => cell.Span > 1])
        {
            foreach (var row in _rows)
            {
                var column = 0;
                foreach (var cell in row.Cells)
                {
                    var last = Math.Min(column + cell.Span, widths.Length) - 1;
                    if (cells(cell) && column < widths.Length)
                    {
                        widths[last] = Math.Max(widths[last], widths[last] + Length(cell.Text) - WidthOf(widths, column, cell.Span));
                    }

                    column += cell.Span;
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
        var used = widths.Skip(column).Take(span).Where(width => width > 0).ToList();
        return used.Count == 0 ? 0 : used.Sum() + ((used.Count - 1) * Gap);
    }

    private static int Length(string text) => text.AsSpan().IndexOfAnyExcept(Single) < 0 ? text.Length : new StringInfo(text).LengthInTextElements;

    private static string Pad(string text, int width, bool isEnd)
    {
        var space = new string(' ', Math.Max(0, width - Length(text)));
        return isEnd ? space + text : text + space;
    }

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

    private sealed record Row(List<Cell> Cells, List<string> Links);

    private sealed record Cell(string Text, int Span, bool IsEnd);
}
