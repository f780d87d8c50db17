using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Automail.Engine.Sequences;

/// <summary>
/// The decisions about a passage as one text, an entry a line, so that stores keep it as it is and adding to it reads nothing. It is at most <see cref="MaxLength"/> characters long: then
/// the oldest entries go, all but the first, which says how the passage began.
/// </summary>
public static class TraceLog
{
    /// <summary>The longest log, in characters.</summary>
    public const int MaxLength = 16_000;

    private const int MaxText = 300;
    private const int MaxValues = 10;
    private const int MaxValue = 100;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },

        // The log is never part of a page as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Adds entries to a log; null is an empty one.</summary>
    public static string? Append(string? log, IReadOnlyCollection<TraceEntry> entries)
    {
        if (entries.Count == 0)
        {
            return log;
        }

        var text = new StringBuilder(log);
        foreach (var entry in entries)
        {
            text.Append(JsonSerializer.Serialize(Bounded(entry), Options)).Append('\n');
        }

        return text.Length <= MaxLength ? text.ToString() : Shorten(text.ToString());
    }

    /// <summary>The entries of a log, oldest first. A line that cannot be read, of a newer version for instance, is left out.</summary>
    public static IReadOnlyList<TraceEntry> Read(string? log)
    {
        var entries = new List<TraceEntry>();
        foreach (var line in (log ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                if (JsonSerializer.Deserialize<TraceEntry>(line, Options) is { } entry)
                {
                    entries.Add(entry);
                }
            }
            catch (JsonException)
            {
                // Left out.
            }
        }

        return entries;
    }

    private static string Shorten(string text)
    {
        var first = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        var cut = text.IndexOf('\n', Math.Max(text.Length - (MaxLength - first), first) - 1) + 1;
        return string.Concat(text.AsSpan(0, first), text.AsSpan(cut));
    }

    private static TraceEntry Bounded(TraceEntry entry) => entry with
    {
        Text = Cut(entry.Text, MaxText),
        Note = Cut(entry.Note, MaxText),
        Values = entry.Values?.Take(MaxValues).ToDictionary(value => Cut(value.Key, MaxValue)!, value => Cut(value.Value, MaxValue), StringComparer.Ordinal),
    };

    private static string? Cut(string? text, int max)
    {
        if (text is null || text.Length <= max)
        {
            return text;
        }

        var end = max - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
