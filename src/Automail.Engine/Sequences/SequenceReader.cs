using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using NodaTime;
using NodaTime.Text;

namespace Automail.Engine.Sequences;

/// <summary>Reads sequence definitions from JSON. Strict: an unknown property is an error, so that a misspelt one cannot be ignored.</summary>
public static class SequenceReader
{
    private static readonly Dictionary<string, IsoDayOfWeek> Days = new(StringComparer.Ordinal)
    {
        ["mon"] = IsoDayOfWeek.Monday,
        ["tue"] = IsoDayOfWeek.Tuesday,
        ["wed"] = IsoDayOfWeek.Wednesday,
        ["thu"] = IsoDayOfWeek.Thursday,
        ["fri"] = IsoDayOfWeek.Friday,
        ["sat"] = IsoDayOfWeek.Saturday,
        ["sun"] = IsoDayOfWeek.Sunday,
    };

    /// <summary>Reads a definition.</summary>
    /// <exception cref="FieldException">The JSON or a field is wrong; the field is a path such as <c>steps[2].wait</c>.</exception>
    public static SequenceDefinition Read(string json)
    {
        try
        {
            using var document = Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FieldException("line " + (e.LineNumber + 1), $"is not valid JSON at byte {e.BytePositionInLine + 1}.", e);
        }
    }

    /// <summary>Whether two definitions are the same but for spaces, comments and the order of properties.</summary>
    /// <exception cref="JsonException">One of them is no JSON.</exception>
    internal static bool SaySame(string first, string second)
    {
        using var one = Parse(first);
        using var other = Parse(second);
        return first == second || JsonElement.DeepEquals(one.RootElement, other.RootElement);
    }

    private static JsonDocument Parse(string json)
        => JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 });

    private static SequenceDefinition Read(JsonElement root)
    {
        Only(root, "", "$schema", "id", "name", "purpose", "trigger", "reentry", "exit", "goal", "window", "overdue", "steps");
        var id = Identifier(root, "");
        var trigger = Required(root, "trigger", "");
        Only(trigger, "trigger", "event", "if");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        return new SequenceDefinition
        {
            Id = id,
            Name = EventFields.OptionalText(root, "name", "", 200) ?? id,
            Purpose = Purposes.Check(EventFields.OptionalText(root, "purpose", "", 40) ?? Purposes.Marketing, "purpose"),
            Trigger = new SequenceTrigger(EventFields.Text(trigger, "event", "trigger", 100), EventFields.OptionalText(trigger, "if", "trigger")),
            Reentry = ReadReentry(root),
            Exit = ReadExit(root),
            Goal = ReadGoal(root),
            Window = EventFields.TryGet(root, "window", out var window) ? ReadWindow(window, "window") : null,
            Overdue = ReadOverdue(root),
            Steps = ReadSteps(Required(root, "steps", ""), "steps", ids, 0) is { Count: > 0 } steps ? steps : throw new FieldException("steps", "is empty."),
        };
    }

    private static Reentry ReadReentry(JsonElement root)
    {
        if (!EventFields.TryGet(root, "reentry", out var reentry))
        {
            return Reentry.Never;
        }

        Only(reentry, "reentry", "mode", "period");
        var mode = EventFields.Text(reentry, "mode", "reentry", 20);
        var period = EventFields.OptionalText(reentry, "period", "reentry", 40);
        return (mode, period) switch
        {
            ("never", null) => Reentry.Never,
            ("always", null) => Reentry.Always,
            ("after", not null) => new Reentry(ReentryMode.After, WaitDuration.Parse(period, "reentry.period")),
            ("after", null) => throw new FieldException("reentry.period", "is missing."),
            ("never" or "always", _) => throw new FieldException("reentry.period", "belongs to the mode 'after' only."),
            _ => throw new FieldException("reentry.mode", $"'{mode}' is none of never, always, after."),
        };
    }

    private static ExitRule ReadExit(JsonElement root)
    {
        if (!EventFields.TryGet(root, "exit", out var exit))
        {
            return new ExitRule([], null);
        }

        Only(exit, "exit", "on", "if");
        return new ExitRule(EventFields.TryGet(exit, "on", out var on) ? Texts(on, "exit.on") : [], EventFields.OptionalText(exit, "if", "exit"));
    }

    private static GoalRule? ReadGoal(JsonElement root)
    {
        if (!EventFields.TryGet(root, "goal", out var goal))
        {
            return null;
        }

        Only(goal, "goal", "event", "if", "within");
        var within = EventFields.OptionalText(goal, "within", "goal", 40);
        return new GoalRule(
            EventFields.Text(goal, "event", "goal", 100),
            EventFields.OptionalText(goal, "if", "goal"),
            within is null ? null : WaitDuration.Parse(within, "goal.within"));
    }

    /// <summary>Reads a window: days, from, to, zone.</summary>
    /// <exception cref="FieldException">A field is wrong.</exception>
    public static SendWindow ReadWindow(JsonElement window, string path)
    {
        Only(window, path, "days", "from", "to", "zone");
        var days = EventFields.TryGet(window, "days", out var list)
            ? Texts(list, path + ".days").Select((day, i) => Days.TryGetValue(day, out var found) ? found : throw new FieldException($"{path}.days[{i}]", $"'{day}' is none of {string.Join(", ", Days.Keys)}."))
            : Days.Values;
        var zone = EventFields.OptionalText(window, "zone", path, 60) ?? "contact";
        if (zone != "contact" && !WallClock.IsZone(zone))
        {
            throw new FieldException(path + ".zone", $"'{zone}' is neither 'contact' nor an IANA time zone.");
        }

        var set = days.ToHashSet();
        return set.Count > 0
            ? new SendWindow(set, TimeOfDay(window, "from", path, LocalTime.Midnight), TimeOfDay(window, "to", path, LocalTime.Midnight), zone == "contact" ? null : zone)
            : throw new FieldException(path + ".days", "is empty: mail could never go out.");
    }

    private static LocalTime TimeOfDay(JsonElement window, string name, string path, LocalTime standard)
    {
        var text = EventFields.OptionalText(window, name, path, 10);
        if (text is null or "24:00")
        {
            return standard;
        }

        var parsed = LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(text);
        return parsed.Success ? parsed.Value : throw new FieldException($"{path}.{name}", $"'{text}' is not a time of day such as 09:00.");
    }

    private static OverduePolicy ReadOverdue(JsonElement root)
    {
        if (!EventFields.TryGet(root, "overdue", out var overdue))
        {
            return OverduePolicy.Standard;
        }

        Only(overdue, "overdue", "after", "then");
        var after = EventFields.OptionalText(overdue, "after", "overdue", 40);
        var then = EventFields.OptionalText(overdue, "then", "overdue", 20) ?? "skip";
        return new OverduePolicy(
            after is null ? OverduePolicy.Standard.After : WaitDuration.Parse(after, "overdue.after").Approximate(),
            then switch { "skip" => true, "send" => false, _ => throw new FieldException("overdue.then", $"'{then}' is none of skip, send.") });
    }

    private static List<Step> ReadSteps(JsonElement list, string path, HashSet<string> ids, int depth)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new FieldException(path, "is not a list of steps.");
        }

        if (depth > 10)
        {
            throw new FieldException(path, "is nested more than ten deep.");
        }

        var steps = new List<Step>();
        foreach (var element in list.EnumerateArray())
        {
            var at = $"{path}[{steps.Count}]";
            var step = ReadStep(element, at, ids, depth);
            steps.Add(step);
        }

        return steps;
    }

    private static Step ReadStep(JsonElement element, string at, HashSet<string> ids, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FieldException(at, "is not an object.");
        }

        var id = Identifier(element, at);
        if (!ids.Add(id))
        {
            throw new FieldException(at + ".id", $"'{id}' is used twice.");
        }

        if (ids.Count > 500)
        {
            throw new FieldException("steps", "has more than 500 steps.");
        }

        List<Step> Branch(string name) => EventFields.TryGet(element, name, out var list) ? ReadSteps(list, $"{at}.{name}", ids, depth + 1) : [];
        string Kind() => new[] { "wait", "send", "if", "split", "waitFor", "set" }.Where(k => element.TryGetProperty(k, out _)).ToList() is [var one]
            ? one
            : throw new FieldException(at, "is not exactly one of wait, send, if, split, waitFor, set.");
        switch (Kind())
        {
            case "wait":
                Only(element, at, "id", "wait");
                var wait = WaitDuration.Parse(EventFields.Text(element, "wait", at, 40), at + ".wait");
                return wait.IsZero ? throw new FieldException(at + ".wait", "is no time at all.") : new WaitStep(id, wait);
            case "send":
                Only(element, at, "id", "send");
                return new SendStep(id, EventFields.Text(element, "send", at, 100));
            case "if":
                Only(element, at, "id", "if", "then", "else");
                return new IfStep(id, EventFields.Text(element, "if", at), Branch("then"), Branch("else"));
            case "waitFor":
                Only(element, at, "id", "waitFor", "timeout", "then", "else");
                return new WaitForStep(id, EventFields.Text(element, "waitFor", at, 100), WaitDuration.Parse(EventFields.Text(element, "timeout", at, 40), at + ".timeout"), Branch("then"), Branch("else"));
            case "split":
                Only(element, at, "id", "split");
                return new SplitStep(id, ReadSplit(element.GetProperty("split"), at + ".split", ids, depth));
            default:
                Only(element, at, "id", "set");
                return new SetStep(id, ReadSet(element.GetProperty("set"), at + ".set"));
        }
    }

    private static List<SplitBranch> ReadSplit(JsonElement list, string path, HashSet<string> ids, int depth)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is < 2 or > 20)
        {
            throw new FieldException(path, "is not a list of 2 to 20 branches.");
        }

        return [.. list.EnumerateArray().Select((branch, i) =>
        {
            var at = $"{path}[{i}]";
            Only(branch, at, "weight", "steps");
            return new SplitBranch(EventFields.Count(branch, "weight", at, 10_000), EventFields.TryGet(branch, "steps", out var steps) ? ReadSteps(steps, at + ".steps", ids, depth + 1) : []);
        })];
    }

    private static ProfileChange ReadSet(JsonElement set, string path)
    {
        Only(set, path, "tags", "attributes");
        var (add, remove) = ProfileData.ReadTags(set, path);
        return new ProfileChange { AddTags = add, RemoveTags = remove, Attributes = ProfileData.ReadAttributes(set, path) };
    }

    private static string Identifier(JsonElement element, string path)
    {
        var id = EventFields.Text(element, "id", path, 60);
        return id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? id
            : throw new FieldException(EventFields.Join(path, "id"), $"'{id}' is not made of letters, digits, hyphens and underscores.");
    }

    private static List<string> Texts(JsonElement list, string path)
        => list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= 50
            ? [.. list.EnumerateArray().Select((e, i) => e.ValueKind == JsonValueKind.String ? e.GetString()! : throw new FieldException($"{path}[{i}]", "is not a text."))]
            : throw new FieldException(path, "is not a list of at most 50 texts.");

    private static JsonElement Required(JsonElement parent, string name, string path)
        => EventFields.TryGet(parent, name, out var value) ? value : throw new FieldException(EventFields.Join(path, name), "is missing.");

    private static void Only(JsonElement element, string path, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FieldException(path.Length == 0 ? "body" : path, "is not an object.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                throw new FieldException(EventFields.Join(path, property.Name), $"is not known here; known are {string.Join(", ", known.ToArray())}.");
            }

            if (!seen.Add(property.Name))
            {
                throw new FieldException(EventFields.Join(path, property.Name), "stands twice.");
            }
        }
    }
}
