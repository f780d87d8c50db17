namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>A value that is used.</summary>
/// <param name="Term">Where and how it is written.</param>
/// <param name="Node">What is known of it; null when there is no such value.</param>
/// <param name="Unknown">Of a value that there is not: the name that is wrong.</param>
/// <param name="Candidates">Of a value that there is not: the names that would be right.</param>
internal sealed record VariableUse(LiquidTerm Term, ModelNode? Node, LiquidMember Unknown, IEnumerable<string> Candidates);

/// <summary>A filter that is used.</summary>
internal readonly record struct FilterUse(string Name, int Start);

/// <summary>A tag that is used.</summary>
internal readonly record struct TagUse(string Name, int Start);

/// <summary>A part that is printed: <c>{% shape "EmailButton", url: event.url %}</c>.</summary>
/// <param name="Name">The part's name; null when it is worked out.</param>
/// <param name="Start">Where the name begins.</param>
/// <param name="Arguments">The arguments in order.</param>
internal sealed record PartUse(string? Name, int Start, IReadOnlyList<PartArgument> Arguments);

/// <summary>An argument of a part.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Value">Its first word.</param>
internal sealed record PartArgument(string Name, LiquidTerm Value);

/// <summary>Something printed that can be missing, with nothing to stand in for it.</summary>
internal readonly record struct BareOutput(string Path, int Start);

/// <summary>The branch of a condition that a piece stands in.</summary>
/// <param name="Outer">The branch around it.</param>
/// <param name="Block">The number of its block.</param>
/// <param name="Index">Which branch of the block.</param>
internal sealed record LiquidBranch(LiquidBranch? Outer, int Block, int Index)
{
    /// <summary>Whether both can be printed in one mail.</summary>
    public static bool CanMeet(LiquidBranch? one, LiquidBranch? other)
    {
        var indexes = new Dictionary<int, int>();
        for (; one is not null; one = one.Outer)
        {
            indexes[one.Block] = one.Index;
        }

        for (; other is not null; other = other.Outer)
        {
            if (indexes.TryGetValue(other.Block, out var index) && index != other.Index)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>The names that the Liquid of a text uses.</summary>
internal sealed class LiquidUses
{
    /// <summary>Values.</summary>
    public List<VariableUse> Variables { get; } = [];

    /// <summary>Filters.</summary>
    public List<FilterUse> Filters { get; } = [];

    /// <summary>Tags.</summary>
    public List<TagUse> Tags { get; } = [];

    /// <summary>Parts.</summary>
    public List<PartUse> Parts { get; } = [];

    /// <summary>Outputs that may print nothing.</summary>
    public List<BareOutput> BareOutputs { get; } = [];

    /// <summary>The branch that each piece stands in.</summary>
    public List<LiquidBranch?> Branches { get; } = [];

    /// <summary>Reads a text.</summary>
    public static LiquidUses Of(LintSource source) => new LiquidWalk(source).Read();

    /// <summary>Whether a value is used; <paramref name="name"/> stands at the root.</summary>
    public bool Uses(string name) => Variables.Any(use => use.Term.Value == name);
}
