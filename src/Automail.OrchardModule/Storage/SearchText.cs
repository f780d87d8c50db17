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
        var all = Storable(string.Join('\n', texts)).ToLowerInvariant();
        return all.Length <= Length ? all : all[..Length];
    }

    /// <summary>The text to look for, or null for everything.</summary>
    public static string? Wanted(string? text)
    {
        var wanted = Storable(text ?? "").Trim();
        return wanted.Length == 0 ? null : wanted.ToLowerInvariant();
    }

    /// <summary>The condition on a column; <c>%</c> and <c>_</c> stand for themselves.</summary>
    public static IQueryIndex<TIndex> WhereContains<TIndex>(this IQueryIndex<TIndex> query, string column, string? wanted)
        where TIndex : class, YesSql.Indexes.IIndex
    {
        if (wanted is null)
        {
            return query;
        }

        return query
            .Where(dialect => $"{dialect.QuoteForColumnName(column)} like {Parameter} escape '!'")
            .WithParameter(Parameter, Pattern(wanted));
    }

    /// <summary>The condition that a key is one of those whose text in another index contains what is wanted.</summary>
    /// <param name="query">The query.</param>
    /// <param name="key">The key's column.</param>
    /// <param name="table">The other index's table, quoted.</param>
    /// <param name="otherKey">The key's column there.</param>
    /// <param name="column">The text's column there.</param>
    /// <param name="wanted">The text, as <see cref="Wanted"/> gives it.</param>
    public static IQueryIndex<TIndex> WhereAmong<TIndex>(this IQueryIndex<TIndex> query, string key, string table, string otherKey, string column, string wanted)
        where TIndex : class, YesSql.Indexes.IIndex
        => query
            .Where(dialect => $"{dialect.QuoteForColumnName(key)} in (select {dialect.QuoteForColumnName(otherKey)} from {table} where {dialect.QuoteForColumnName(column)} like {Parameter} escape '!')")
            .WithParameter(Parameter, Pattern(wanted));

    /// <summary>PostgreSQL has no text with the character NUL, neither in a column nor as a parameter.</summary>
    private static string Storable(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    private static string Pattern(string wanted)
    {
        var pattern = wanted
            .Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal)
            .Replace("[", "![", StringComparison.Ordinal);
        return $"%{pattern}%";
    }
}
