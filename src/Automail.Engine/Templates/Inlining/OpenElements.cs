using Automail.Engine.Templates.Lint.Sources;

namespace Automail.Engine.Templates.Inlining;

/// <summary>
/// Follows elements and Liquid blocks through a source, and marks the elements that a block leaves open: <c>{% if x %}&lt;div class="a"&gt;{% else %}&lt;div&gt;{% endif %}</c>.
/// Nobody can say before Liquid runs what stands in them.
/// </summary>
internal sealed class OpenElements(LiquidBlocks liquid)
{
    // How far back an end tag looks for its start.
    private const int Reach = 256;

    private static readonly string[] Void = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

    private readonly List<(string Name, SourceTag Tag, int Branch)> _elements = [];
    private readonly Stack<int> _branches = new();
    private int _piece;
    private int _lastBranch;

    /// <summary>How many blocks are open.</summary>
    public int Depth => _branches.Count;

    /// <summary>The most elements that were open at once.</summary>
    public int Deepest { get; private set; }

    private int Branch => _branches.TryPeek(out var branch) ? branch : 0;

    /// <summary>Goes past the Liquid that begins before a place.</summary>
    public void MoveTo(int place)
    {
        for (; _piece < liquid.All.Count && liquid.All[_piece].Start < place; _piece++)
        {
            var piece = liquid.All[_piece];
            if (LiquidBlocks.Opens(piece))
            {
                _branches.Push(++_lastBranch);
            }
            else if ((LiquidBlocks.Ends(piece) || LiquidBlocks.Branches(piece)) && _branches.TryPop(out var branch))
            {
                LeaveOpen(branch);
                if (LiquidBlocks.Branches(piece))
                {
                    _branches.Push(++_lastBranch);
                }
            }
        }
    }

    /// <summary>Goes into an element.</summary>
    public void Open(string name, SourceTag tag)
    {
        if (!Void.Contains(name))
        {
            _elements.Add((name, tag, Branch));
            Deepest = Math.Max(Deepest, _elements.Count);
        }
    }

    /// <summary>Goes out of the nearest element of this name, if one is open.</summary>
    public void Close(ReadOnlySpan<char> name)
    {
        for (var i = _elements.Count - 1; i >= Math.Max(0, _elements.Count - Reach); i--)
        {
            if (name.Equals(_elements[i].Name, StringComparison.OrdinalIgnoreCase))
            {
                _elements.RemoveRange(i, _elements.Count - i);
                return;
            }
        }
    }

    private void LeaveOpen(int branch)
    {
        for (var i = _elements.Count - 1; i >= 0 && _elements[i].Branch == branch; i--)
        {
            _elements[i].Tag.IsOpenPastBlock = true;
            _elements[i] = _elements[i] with { Branch = Branch };
        }
    }
}
