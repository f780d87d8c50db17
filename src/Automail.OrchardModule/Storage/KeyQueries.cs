using System.Text;
using YesSql;
using YesSql.Indexes;

namespace Automail.OrchardModule.Storage;

/// <summary>Conditions of the form "this column is one of these values", as SQL: YesSql's own form compiles an expression at every call.</summary>
internal static class KeyQueries
{
    /// <summary>The most values in one query; SQLite stops at 999 parameters, SQL Server at 2,100.</summary>
    public const int MaxValues = 200;

    /// <summary>Documents whose index has one of these values.</summary>
    public static IQuery<TDocument, TIndex> WhereIn<TDocument, TIndex>(this IQuery<TDocument, TIndex> query, string column, IReadOnlyList<string> values)
        where TDocument : class
        where TIndex : class, IIndex
    {
        query.Where(dialect => Condition(dialect, column, values.Count));
        for (var i = 0; i < values.Count; i++)
        {
            query.WithParameter(Parameter(column, i), values[i]);
        }

        return query;
    }

    /// <summary>Index rows with one of these values.</summary>
    public static IQueryIndex<TIndex> WhereIn<TIndex>(this IQueryIndex<TIndex> query, string column, IReadOnlyList<string> values)
        where TIndex : class, IIndex
    {
        query.Where(dialect => Condition(dialect, column, values.Count));
        for (var i = 0; i < values.Count; i++)
        {
            query.WithParameter(Parameter(column, i), values[i]);
        }

        return query;
    }

    private static string Condition(ISqlDialect dialect, string column, int count)
    {
        var sql = new StringBuilder(dialect.QuoteForColumnName(column)).Append(count == 1 ? " = " : " in (");
        for (var i = 0; i < count; i++)
        {
            sql.Append(i == 0 ? "" : ", ").Append(Parameter(column, i));
        }

        return count == 1 ? sql.ToString() : sql.Append(')').ToString();
    }

    private static string Parameter(string column, int number) => $"@{column}{number}";
}
