using YesSql;

namespace Automail.OrchardModule.Storage;

/// <summary>Finding a part of a text without regard to case: both sides are kept in lower case, since databases differ about letters beyond ASCII.</summary>
internal static class SearchText
{
    /// <summary>The length of the column. What lies beyond is not found.</summary>
    public const int Length = 700;

    private const string Parameter = "@SearchText";

    /// <summary>The searched texts as one. They stand apart, so that no search reaches from one into the next.</summary>
    public static string Of(params ReadOnlySpan<string?> texts)
    {
        var all = string.Join('\n', texts).ToLowerInvariant();
        return all.Length <= Length ? all : all[..Length];
    }

    /// <summary>The text to look for, or null for everything.</summary>
    public static string? Wanted(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ToLowerInvariant();

    /// <summary>The condition on a column; <c>%</c> and <c>_</c> stand for themselves.</summary>
    public static IQueryIndex<TIndex> WhereContains<TIndex>(this IQueryIndex<TIndex> query, string column, string? wanted)
        where TIndex : class, YesSql.Indexes.IIndex
    {
        if (wanted is null)
        {
            return query;
        }

        var pattern = wanted
            .Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal)
            .Replace("[", "![", StringComparison.Ordinal);
        return query
            .Where(dialect => $"{dialect.QuoteForColumnName(column)} like {Parameter} escape '!'")
            .WithParameter(Parameter, $"%{pattern}%");
    }
}
