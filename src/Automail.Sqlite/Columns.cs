using System.Data.Common;
using System.Globalization;
using System.Text.Json;

namespace Automail.Sqlite;

/// <summary>How values stand in columns: times as milliseconds since 1970 UTC, decimals and JSON as text, enumerations by name.</summary>
internal static class Columns
{
    public static long ToColumn(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static long? ToColumn(this DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    public static long ToColumn(this TimeSpan span) => (long)span.TotalMilliseconds;

    public static string ToColumn(this decimal number) => number.ToString(CultureInfo.InvariantCulture);

    public static string? ToColumn(this JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? null : json.GetRawText();

    public static string? ToColumn(this JsonElement? json) => json?.ToColumn();

    /// <summary>Null for an empty list: most are.</summary>
    public static string? ToColumn(this IReadOnlyList<string> texts) => texts.Count == 0 ? null : JsonSerializer.Serialize(texts);

    public static string? ToColumn(this IReadOnlyDictionary<string, JsonElement> values) => values.Count == 0 ? null : JsonSerializer.Serialize(values);

    /// <summary>Keys for <c>IN (SELECT value FROM json_each(?))</c>: one statement for any number of them.</summary>
    public static string ToKeys(this IReadOnlyCollection<string> keys) => JsonSerializer.Serialize(keys);

    /// <summary>What searches look in: one text in lower case. The separator keeps a part from reaching over two fields.</summary>
    public static string ToSearch(params ReadOnlySpan<string?> fields) => string.Join('\u001F', fields).ToLowerInvariant();

    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Time(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? TimeOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static TimeSpan Span(this DbDataReader row, int column) => TimeSpan.FromMilliseconds(row.GetInt64(column));

    public static decimal Decimal(this DbDataReader row, int column) => decimal.Parse(row.GetString(column), CultureInfo.InvariantCulture);

    public static T Enum<T>(this DbDataReader row, int column)
        where T : struct, Enum
        => System.Enum.Parse<T>(row.GetString(column));

    public static JsonElement Json(this DbDataReader row, int column) => row.JsonOrNull(column) ?? default;

    public static JsonElement? JsonOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : JsonElement.Parse(row.GetString(column));

    public static IReadOnlyList<string> Texts(this DbDataReader row, int column)
        => row.IsDBNull(column) ? [] : JsonSerializer.Deserialize<string[]>(row.GetString(column)) ?? [];

    public static IReadOnlyDictionary<string, JsonElement> Values(this DbDataReader row, int column)
        => row.IsDBNull(column) ? new Dictionary<string, JsonElement>() : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row.GetString(column)) ?? [];
}
