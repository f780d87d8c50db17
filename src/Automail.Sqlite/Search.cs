namespace Automail.Sqlite;

/// <summary>A search for a part of a text, checked: SQLite takes a negative limit for none at all.</summary>
internal sealed class Search
{
    public Search(string? text, int skip, int take)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        Part = string.IsNullOrWhiteSpace(text) ? null : text.Trim().ToLowerInvariant();
        Skip = skip;
        Take = take;
    }

    /// <summary>What to look for, in the form that <see cref="Columns.ToSearch"/> gives; null for everything.</summary>
    public string? Part { get; }

    public int Skip { get; }

    public int Take { get; }

    public string? State { get; init; }

    public string? ContactId { get; init; }
}
