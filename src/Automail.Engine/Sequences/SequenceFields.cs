using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Scheduling;
using NodaTime;
using NodaTime.Text;

namespace Automail.Engine.Sequences;

/// <summary>What the fields of a definition have in common; every problem names the field by its path.</summary>
internal static class SequenceFields
{
    private static readonly LocalTimePattern TimePattern = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static readonly Dictionary<string, IsoDayOfWeek> DayNames = new(StringComparer.Ordinal)
    {
        ["mon"] = IsoDayOfWeek.Monday,
        ["tue"] = IsoDayOfWeek.Tuesday,
        ["wed"] = IsoDayOfWeek.Wednesday,
        ["thu"] = IsoDayOfWeek.Thursday,
        ["fri"] = IsoDayOfWeek.Friday,
        ["sat"] = IsoDayOfWeek.Saturday,
        ["sun"] = IsoDayOfWeek.Sunday,
    };

    /// <summary>Days of the week; all when none are named.</summary>
    public static IReadOnlySet<IsoDayOfWeek> Days(JsonElement parent, string path)
        => EventFields.TryGet(parent, "days", out var list)
            ? Texts(list, path + ".days")
                .Select((day, i) => DayNames.TryGetValue(day, out var found) ? found : throw new FieldException($"{path}.days[{i}]", $"'{day}' is none of {string.Join(", ", DayNames.Keys)}."))
                .ToHashSet()
            : ClockTime.EveryDay;

    /// <summary>A time of day such as 09:00; null when it is absent, or the end of the day, 24:00.</summary>
    public static LocalTime? TimeOfDay(JsonElement parent, string name, string path)
    {
        var text = OptionalWord(parent, name, path, 10);
        if (text is null or "24:00")
        {
            return null;
        }

        return TimePattern.Parse(text) is { Success: true, Value: var time } ? time : throw new FieldException($"{path}.{name}", $"'{text}' is not a time of day such as 09:00.");
    }

    public static string Identifier(JsonElement element, string path, string name = "id")
    {
        var id = Word(element, name, path, 60);
        return id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? id
            : throw new FieldException(EventFields.Join(path, name), $"'{id}' is not made of letters, digits, hyphens and underscores.");
    }

    /// <summary>A required text that is exactly what is meant: a duration, an id, one of a few words. No space may stand around it.</summary>
    public static string Word(JsonElement parent, string name, string path, int max = 60)
        => OptionalWord(parent, name, path, max) ?? throw new FieldException(EventFields.Join(path, name), "is missing.");

    /// <summary>As <see cref="Word"/>; null when it is absent or null.</summary>
    public static string? OptionalWord(JsonElement parent, string name, string path, int max = 60)
        => OptionalLine(parent, name, path, max) is not { } text ? null
            : EventFields.TryGet(parent, name, out var value) && value.GetString() == text ? text
            : throw new FieldException(EventFields.Join(path, name), "begins or ends with a space.");

    /// <summary>A required text of one line; spaces around it do not count.</summary>
    public static string Line(JsonElement parent, string name, string path, int max = EventFields.MaxText)
        => OptionalLine(parent, name, path, max) ?? throw new FieldException(EventFields.Join(path, name), "is missing.");

    /// <summary>As <see cref="Line"/>; null when it is absent or null. What is there says something.</summary>
    public static string? OptionalLine(JsonElement parent, string name, string path, int max = EventFields.MaxText)
        => !EventFields.TryGet(parent, name, out var value) ? null
            : value.ValueKind == JsonValueKind.String && value.GetString()!.Any(char.IsControl) ? throw new FieldException(EventFields.Join(path, name), "holds control characters.")
            : value.ValueKind == JsonValueKind.String && value.GetString()!.Length > max ? throw new FieldException(EventFields.Join(path, name), $"is longer than {max} characters.")
            : EventFields.OptionalText(parent, name, path, max) ?? throw new FieldException(EventFields.Join(path, name), "is empty.");

    public static List<string> Texts(JsonElement list, string path)
        => list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= 50
            ? [.. list.EnumerateArray().Select((e, i) => e.ValueKind == JsonValueKind.String ? e.GetString()! : throw new FieldException($"{path}[{i}]", "is not a text."))]
            : throw new FieldException(path, "is not a list of at most 50 texts.");

    public static JsonElement Required(JsonElement parent, string name, string path)
        => EventFields.TryGet(parent, name, out var value) ? value : throw new FieldException(EventFields.Join(path, name), "is missing.");

    public static void Only(JsonElement element, string path, params ReadOnlySpan<string> known)
        => Known(new ReadingLog(stopsAtOnce: true), element, path, known);

    /// <summary>As <see cref="Only"/>, telling the log of every property that is not known or stands twice.</summary>
    public static void Known(ReadingLog log, JsonElement element, string path, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            log.Add(new FieldException(path.Length == 0 ? "body" : path, "is not an object."));
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                log.Add(new FieldException(EventFields.Join(path, property.Name), $"is not known here; known are {string.Join(", ", known.ToArray())}."));
            }
            else if (!seen.Add(property.Name))
            {
                log.Add(new FieldException(EventFields.Join(path, property.Name), "stands twice."));
            }
        }
    }
}
