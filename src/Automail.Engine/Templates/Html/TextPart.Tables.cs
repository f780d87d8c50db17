using System.Globalization;

namespace Automail.Engine.Templates.Html;

/// <content>Tables of data: their cells are read like other text, and written when the table ends.</content>
internal sealed partial class TextPart
{
    private readonly TextLines _inside = new(64);
    private TextTable? _table;
    private TextLines? _outside;
    private (int Span, bool IsEnd) _cell;

    /// <summary>Takes a start tag if it belongs to a table of data.</summary>
    private bool OpenTable(scoped ReadOnlySpan<char> name, ref HtmlTokenizer tag, ReadOnlySpan<char> rest)
    {
        if (_hidden is not null)
        {
            return false;
        }

        if (_table is null)
        {
            if (name is not "table" || IsHidden(ref tag) || !TextTable.IsData(tag.Attributes, rest))
            {
                return false;
            }

            CloseLink();
            _lines.Paragraph();
            _table = new TextTable();
            return true;
        }

        switch (name)
        {
            case "tr":
                EndCell();
                _table.AddRow();
                return true;
            case "td" or "th" when !IsHidden(ref tag):
                EndCell();
                (_outside, _lines) = (_lines, _inside.Clear());
                _cell = (int.TryParse(Find(ref tag, "colspan"), NumberStyles.None, CultureInfo.InvariantCulture, out var span) ? span : 1, IsEnd(ref tag));
                return true;
            default:
                return false;
        }
    }

    private bool CloseTable(ReadOnlySpan<char> name)
    {
        if (_table is null || _hidden is not null)
        {
            return false;
        }

        switch (name)
        {
            case "td" or "th" or "tr":
                EndCell();
                return true;
            case "table":
                EndTable();
                return true;
            default:
                return false;
        }
    }

    private void EndCell()
    {
        if (_outside is null)
        {
            return;
        }

        CloseLink();
        _table!.AddCell(_lines.Finish().Trim().ReplaceLineEndings(" "), _cell.Span, _cell.IsEnd);
        (_lines, _outside) = (_outside, null);
    }

    private void EndTable()
    {
        if (_table is null)
        {
            return;
        }

        EndCell();
        _lines.Line();
        _table.Write(_lines);
        _lines.Paragraph();
        _table = null;
    }

    private void AddAddress(string address)
    {
        if (_outside is null)
        {
            _lines.AddBehind($"({address})");
        }
        else
        {
            _table!.AddLink(address);
        }
    }

    private static bool IsEnd(ref HtmlTokenizer tag) => Find(ref tag, "align") is "right" or "end";
}
