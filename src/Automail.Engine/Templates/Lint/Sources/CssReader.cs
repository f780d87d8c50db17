namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>Reads declarations and blocks, in the manner of the CSS syntax: comments and strings are passed over, and nothing is an error.</summary>
internal sealed class CssReader(string text, int start, int end)
{
    // Blocks in blocks; what is nested deeper counts as one.
    private const int MaxDepth = 16;

    private int _position = start;

    /// <summary>Reads a style sheet.</summary>
    public void ReadSheet(CssView view) => ReadBlocks(view, isConditional: false, depth: 0);

    /// <summary>Reads declarations up to a closing brace or the end.</summary>
    public void ReadDeclarations(List<CssDeclaration> declarations)
    {
        while (_position < end)
        {
            SkipSpace();
            var from = _position;
            var stop = SkipTo(";}");
            AddDeclaration(declarations, from, _position);
            _position = Math.Min(_position + 1, end);
            if (stop == '}')
            {
                return;
            }
        }
    }

    private void ReadBlocks(CssView view, bool isConditional, int depth)
    {
        while (_position < end)
        {
            SkipSpace();
            var from = _position;
            var stop = SkipTo("{;}");
            var prelude = text[from.._position].Trim();
            _position = Math.Min(_position + 1, end);
            if (stop == '}')
            {
                return;
            }

            if (stop != '{')
            {
                if (prelude.StartsWith('@'))
                {
                    view.Statements.Add(new CssStatement(prelude, from));
                }
            }
            else if (prelude.StartsWith('@') && depth < MaxDepth && !prelude.StartsWith("@font-face", StringComparison.OrdinalIgnoreCase))
            {
                ReadBlocks(view, isConditional: true, depth + 1);
            }
            else
            {
                var declarations = new List<CssDeclaration>();
                ReadDeclarations(declarations);
                if (!prelude.StartsWith('@'))
                {
                    view.Blocks.Add(new CssBlock(declarations, null, prelude, isConditional));
                }
            }
        }
    }

    private void AddDeclaration(List<CssDeclaration> declarations, int from, int to)
    {
        var colon = text.AsSpan(from, to - from).IndexOf(':');
        if (colon <= 0)
        {
            return;
        }

        var property = text.AsSpan(from, colon).Trim();
        foreach (var c in property)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return;
            }
        }

        if (!property.IsEmpty)
        {
            declarations.Add(new CssDeclaration(property.ToString().ToLowerInvariant(), text.AsSpan(from + colon + 1, to - from - colon - 1).Trim().ToString(), from));
        }
    }

    private void SkipSpace()
    {
        while (_position < end && (char.IsWhiteSpace(text[_position]) || TrySkipComment()))
        {
            _position++;
        }
    }

    // To one of the characters outside of strings, comments and parentheses.
    private char SkipTo(string stops)
    {
        var depth = 0;
        for (; _position < end; _position++)
        {
            var c = text[_position];
            if (c is '"' or '\'')
            {
                // A string ends on its line, or it is none.
                var close = text.IndexOfAny([c, '\n'], _position + 1, end - _position - 1);
                _position = close >= 0 && text[close] == c ? close : _position;
            }
            else if (c == '(')
            {
                depth++;
            }
            else if (c == ')')
            {
                depth = Math.Max(0, depth - 1);
            }
            else if ((depth == 0 || c is '{' or '}') && stops.Contains(c, StringComparison.Ordinal))
            {
                return c;
            }
            else
            {
                TrySkipComment();
            }
        }

        return '\0';
    }

    // Stands on the comment's last character afterwards.
    private bool TrySkipComment()
    {
        if (text[_position] != '/' || _position + 1 >= end || text[_position + 1] != '*')
        {
            return false;
        }

        var close = text.IndexOf("*/", _position + 2, end - _position - 2, StringComparison.Ordinal);
        _position = close < 0 ? end - 1 : close + 1;
        return true;
    }
}
