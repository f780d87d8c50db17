using System.Text;

namespace Automail.Engine.Behavior;

/// <summary>Reads comma-separated values (RFC 4180), or those with semicolons or tabs, as spreadsheets of other countries write them.</summary>
internal static class CsvRows
{
    private const int MaxCell = 10_000;

    /// <summary>The rows, each with the line on which it begins, from 1.</summary>
    /// <exception cref="FieldException">A quote is not closed, or a cell is too long.</exception>
    public static IEnumerable<(int Line, IReadOnlyList<string> Cells)> Read(string text)
    {
        var separator = Separator(text);
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            var begins = line;
            var cells = new List<string>();
            do
            {
                cells.Add(Cell(text, separator, ref at, ref line));
            }
            while (at < text.Length && text[at++] == separator);

            // The line break was taken; of CRLF its second half is left.
            if (at > 0 && at <= text.Length && text[at - 1] == '\r' && at < text.Length && text[at] == '\n')
            {
                at++;
            }

            line++;
            yield return (begins, cells);
        }
    }

    private static string Cell(string text, char separator, ref int at, ref int line)
    {
        if (at >= text.Length || text[at] != '"')
        {
            var start = at;
            while (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n'))
            {
                at++;
            }

            return Checked(text[start..at], line);
        }

        var (cell, begins) = (new StringBuilder(), line);
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                if (at >= text.Length || text[at] != '"')
                {
                    // What stands between the quote and the separator belongs to the cell, as spreadsheets read it.
                    var start = at;
                    while (at < text.Length && text[at] != separator && text[at] is not ('\r' or '\n'))
                    {
                        at++;
                    }

                    return Checked(cell.Append(text, start, at - start).ToString(), begins);
                }
            }

            line += text[at] == '\n' ? 1 : 0;
            cell.Append(text[at]);
            if (cell.Length > MaxCell)
            {
                break;
            }
        }

        throw new FieldException("file", $"line {begins}: a quote is not closed, or a cell is longer than {MaxCell:N0} characters.");
    }

    private static string Checked(string cell, int line)
        => cell.Length <= MaxCell ? cell : throw new FieldException("file", $"line {line}: a cell is longer than {MaxCell:N0} characters.");

    /// <summary>The separator that stands most often in the first line.</summary>
    private static char Separator(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var first = end < 0 ? text : text[..end];
        return new[] { ',', ';', '\t' }.MaxBy(separator => first.Count(c => c == separator));
    }
}
