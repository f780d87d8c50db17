using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Automail.Sqlite;

/// <summary>A statement that is prepared once per connection and then run many times. Its parameters are ?1, ?2, … in order.</summary>
internal sealed partial class Statement(string sql)
{
    private readonly int _parameters = Parameter().Matches(sql).Select(m => int.Parse(m.ValueSpan[1..], CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();

    /// <summary>The text.</summary>
    public string Sql => sql;

    /// <summary>Inserts a row, or replaces the one with the same key. The parameters are the columns in their order.</summary>
    public static Statement Upsert(string table, string key, params string[] columns)
        => new($"""
            INSERT INTO {table} ({key}, {string.Join(", ", columns)}) VALUES (?1, {string.Join(", ", columns.Select((_, i) => $"?{i + 2}"))})
            ON CONFLICT ({key}) DO UPDATE SET {string.Join(", ", columns.Select((c, i) => $"{c} = ?{i + 2}"))}
            """);

    public SqliteCommand Prepare(SqliteConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= _parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
        }

        command.Prepare();
        return command;
    }

    [GeneratedRegex(@"\?\d+")]
    private static partial Regex Parameter();
}
