namespace Automail.Engine.Templates.Inlining;

/// <summary>
/// Tells whether a selector hits an element of a source. What Liquid decides, and what stands around the source in another one, makes it a maybe.
/// </summary>
/// <param name="selector">The selector.</param>
/// <param name="containers">The elements of all sources in which other sources are printed.</param>
/// <param name="isNested">Whether the source is printed in another one.</param>
internal sealed class SelectorMatcher(CssSelector selector, IReadOnlyCollection<SourceNode> containers, bool isNested)
{
    private readonly Dictionary<(SourceNode, int), Hit> _known = [];
    private readonly Hit[] _outside = new Hit[selector.Compounds.Count];
    private bool _knowsOutside;

    /// <summary>Whether the selector hits this element.</summary>
    public Hit Match(SourceNode node)
    {
        var last = selector.Compounds.Count - 1;
        var hit = MatchCompound(node, selector.Compounds[last]);
        return last == 0 || hit == Hit.No ? hit : Lesser(hit, MatchAround(node, last));
    }

    /// <summary>Whether what stands before the compound <paramref name="index"/> is to be found around an element that this compound hits.</summary>
    private Hit MatchAround(SourceNode node, int index)
    {
        var best = Hit.No;
        var parent = node.Parent;
        for (; parent is not null && best != Hit.Yes; parent = parent.Parent)
        {
            var hit = MatchUpTo(parent, index - 1);
            best = Greater(best, parent.Tag is { IsOpenPastBlock: true } ? Lesser(hit, Hit.Maybe) : hit);
            if (selector.Compounds[index].IsChild)
            {
                return best;
            }
        }

        return parent is null ? Greater(best, MatchOutside(index - 1)) : best;
    }

    private Hit MatchUpTo(SourceNode node, int index)
    {
        if (_known.TryGetValue((node, index), out var hit))
        {
            return hit;
        }

        hit = MatchCompound(node, selector.Compounds[index]);
        hit = index == 0 || hit == Hit.No ? hit : Lesser(hit, MatchAround(node, index));
        return _known[(node, index)] = hit;
    }

    // Which of the other sources stands around this one is not looked into.
    private Hit MatchOutside(int index)
    {
        if (!isNested)
        {
            return Hit.No;
        }

        if (!_knowsOutside)
        {
            _knowsOutside = true;
            for (var i = 0; i < _outside.Length; i++)
            {
                var found = containers.Any(node => MatchCompound(node, selector.Compounds[i]) != Hit.No);
                _outside[i] = found && (i == 0 || _outside[i - 1] == Hit.Maybe) ? Hit.Maybe : Hit.No;
            }
        }

        return _outside[index];
    }

    private static Hit MatchCompound(SourceNode node, CssCompound compound)
    {
        if (compound.Type is not null && !compound.Type.Equals(node.Name, StringComparison.OrdinalIgnoreCase))
        {
            return Hit.No;
        }

        var hit = Hit.Yes;
        foreach (var name in compound.Classes)
        {
            hit = Lesser(hit, node.Tag?.HasClass(name) ?? Hit.No);
        }

        foreach (var name in compound.Ids)
        {
            hit = Lesser(hit, node.Tag?.HasId(name) ?? Hit.No);
        }

        foreach (var test in compound.Attributes)
        {
            hit = Lesser(hit, MatchAttribute(node.Tag?.Find(test.Name), test));
        }

        return hit;
    }

    private static Hit MatchAttribute(SourceAttribute? attribute, CssAttributeTest test)
    {
        if (attribute is null)
        {
            return Hit.No;
        }

        var certain = attribute.IsCertain ? Hit.Yes : Hit.Maybe;
        if (test.Operator == '\0')
        {
            return certain;
        }

        return attribute.HasLiquid || attribute.Value.Contains('&', StringComparison.Ordinal) ? Hit.Maybe : Compare(attribute.Value, test) ? certain : Hit.No;
    }

    // Selectors Level 3, section 6.3.
    private static bool Compare(string value, CssAttributeTest test)
    {
        var comparison = test.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return test.Operator switch
        {
            '=' => value.Equals(test.Value, comparison),
            '~' => test.Value.Length > 0 && value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Any(word => word.Equals(test.Value, comparison)),
            '|' => value.Equals(test.Value, comparison) || value.StartsWith(test.Value + "-", comparison),
            '^' => test.Value.Length > 0 && value.StartsWith(test.Value, comparison),
            '$' => test.Value.Length > 0 && value.EndsWith(test.Value, comparison),
            _ => test.Value.Length > 0 && value.Contains(test.Value, comparison),
        };
    }

    private static Hit Lesser(Hit one, Hit other) => one < other ? one : other;

    private static Hit Greater(Hit one, Hit other) => one > other ? one : other;
}
