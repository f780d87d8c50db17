using System.Collections.Frozen;

namespace Automail.Engine.Templates.Lint.Sources;

/// <summary>The tags and filters of the portable Liquid: those that both hosts have.</summary>
internal static class LiquidNames
{
    /// <summary>Tags that are closed by <c>end</c> and their name.</summary>
    public static readonly FrozenSet<string> Blocks = FrozenSet.ToFrozenSet(["if", "unless", "case", "for", "capture", "raw", "comment"], StringComparer.Ordinal);

    /// <summary>Tags that stand alone.</summary>
    public static readonly FrozenSet<string> Singles = FrozenSet.ToFrozenSet(
        ["assign", "elsif", "else", "when", "break", "continue", "cycle", "increment", "decrement", "shape"], StringComparer.Ordinal);

    /// <summary>Filters.</summary>
    public static readonly FrozenSet<string> Filters = FrozenSet.ToFrozenSet(
        [
            "append", "prepend", "upcase", "downcase", "capitalize", "strip", "lstrip", "rstrip", "strip_newlines", "strip_html", "newline_to_br",
            "remove", "remove_first", "replace", "replace_first", "slice", "split", "truncate", "truncatewords", "escape", "raw", "url_encode",
            "url_decode", "abs", "at_least", "at_most", "ceil", "floor", "plus", "minus", "times", "divided_by", "modulo", "round", "money", "size",
            "first", "last", "join", "reverse", "compact", "concat", "map", "where", "uniq", "sort", "sort_natural", "sum", "default", "date",
        ],
        StringComparer.Ordinal);

    /// <summary>Filters that give the list they get, or a part of it.</summary>
    public static readonly FrozenSet<string> KeepItems = FrozenSet.ToFrozenSet(["reverse", "compact", "where", "uniq", "sort", "sort_natural"], StringComparer.Ordinal);
}
