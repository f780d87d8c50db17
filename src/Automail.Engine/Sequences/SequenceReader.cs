using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Consent;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using NodaTime;
using static Automail.Engine.Sequences.SequenceFields;

namespace Automail.Engine.Sequences;

/// <summary>Reads sequence definitions from JSON. Strict: an unknown property is an error, so that a misspelt one cannot be ignored.</summary>
public static class SequenceReader
{
    /// <summary>How definitions are read: people write them, and write comments.</summary>
    internal static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 };

    /// <summary>Reads a definition.</summary>
    /// <exception cref="FieldException">The JSON or a field is wrong; the field is a path such as <c>steps[2].wait</c>.</exception>
    public static SequenceDefinition Read(string json)
    {
        try
        {
            using var document = Parse(json);
            return Read(document.RootElement, new ReadingLog(stopsAtOnce: true))!;
        }
        catch (JsonException e)
        {
            throw new FieldException("line " + (e.LineNumber + 1), $"is not valid JSON at byte {e.BytePositionInLine + 1}.", e);
        }
        catch (ArgumentException e) when (e is not ArgumentNullException)
        {
            // Half of a character is no text.
            throw new FieldException("body", "holds half of a surrogate pair.", e);
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

    private static JsonDocument Parse(string json) => JsonDocument.Parse(json, Json);

    /// <summary>Reads a definition as far as it can be read; null when <paramref name="root"/> is none at all. It is whole when the log has no mistake.</summary>
    internal static SequenceDefinition? Read(JsonElement root, ReadingLog log)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            log.Add(new FieldException("body", "is not an object."));
            return null;
        }

        try
        {
            EventFields.CheckTexts(root, "");
        }
        catch (FieldException error)
        {
            log.Add(error);
            return null;
        }

        SequenceFields.Known(log, root, "", "$schema", "id", "name", "purpose", "trigger", "reentry", "exit", "goal", "window", "overdue", "steps");
        if (root.TryGetProperty("$schema", out var schema) && schema.ValueKind != JsonValueKind.String)
        {
            log.Add(new FieldException("$schema", "is not a text."));
        }

        var id = log.Try(() => Identifier(root, "")) ?? "";
        return new SequenceDefinition
        {
            Id = id,
            Name = log.Try(() => Name(root)) ?? id,
            Purpose = log.Try(() => Purposes.Check(OptionalWord(root, "purpose", "", 40) ?? Purposes.Marketing, "purpose")) ?? Purposes.Marketing,
            Trigger = log.Try(() => ReadTrigger(Required(root, "trigger", ""))) ?? SequenceTrigger.Manual,
            Reentry = log.Try(() => ReadReentry(root)) ?? Reentry.Never,
            Exit = log.Try(() => ReadExit(root)) ?? new ExitRule([], null),
            Goal = log.Try(() => ReadGoal(root)),
            Window = log.Try(() => EventFields.TryGet(root, "window", out var window) ? ReadWindow(window, "window") : null),
            Overdue = log.Try(() => ReadOverdue(root)) ?? OverduePolicy.Standard,
            Steps = log.Try(() => StepReader.Read(Required(root, "steps", ""), log)) ?? [],
        };
    }

    /// <summary>The name; null when it is absent or empty, as for a title that nobody gave.</summary>
    private static string? Name(JsonElement root)
        => EventFields.OptionalText(root, "name", "", 200) is null ? null : Line(root, "name", "", 200);

    private static SequenceTrigger ReadTrigger(JsonElement trigger)
    {
        if (trigger.ValueKind == JsonValueKind.Object && trigger.TryGetProperty("manual", out var manual))
        {
            Only(trigger, "trigger", "manual");
            return manual.ValueKind == JsonValueKind.True ? SequenceTrigger.Manual : throw new FieldException("trigger.manual", "is not true.");
        }

        if (Names(trigger, "date"))
        {
            Only(trigger, "trigger", "date", "if");
            var date = Required(trigger, "date", "trigger");
            Only(date, "trigger.date", "attribute", "before", "after", "time", "yearly");
            return new SequenceTrigger(null, OptionalLine(trigger, "if", "trigger")) { Date = StepReader.Date(date, "trigger.date") };
        }

        if (Names(trigger, "becomes"))
        {
            Only(trigger, "trigger", "becomes");
            return new SequenceTrigger(null, null) { Becomes = Line(trigger, "becomes", "trigger") };
        }

        if (Names(trigger, "schedule"))
        {
            Only(trigger, "trigger", "schedule", "if");
            return new SequenceTrigger(null, OptionalLine(trigger, "if", "trigger")) { Schedule = ReadSchedule(Required(trigger, "schedule", "trigger")) };
        }

        Only(trigger, "trigger", "event", "if");
        return new SequenceTrigger(Line(trigger, "event", "trigger", 100), OptionalLine(trigger, "if", "trigger"));
    }

    private static bool Names(JsonElement trigger, string kind) => trigger.ValueKind == JsonValueKind.Object && trigger.TryGetProperty(kind, out _);

    private static CronSchedule ReadSchedule(JsonElement schedule)
    {
        const string At = "trigger.schedule";
        Only(schedule, At, "cron", "zone");
        var zone = OptionalWord(schedule, "zone", At) ?? "site";
        return zone == "site" || WallClock.IsZone(zone)
            ? CronSchedule.Parse(Line(schedule, "cron", At, 100), zone == "site" ? null : zone, At + ".cron")
            : throw new FieldException(At + ".zone", $"'{zone}' is neither 'site' nor an IANA time zone.");
    }

    private static Reentry ReadReentry(JsonElement root)
    {
        if (!EventFields.TryGet(root, "reentry", out var reentry))
        {
            return Reentry.Never;
        }

        Only(reentry, "reentry", "mode", "period");
        var mode = Word(reentry, "mode", "reentry", 20);
        var period = OptionalWord(reentry, "period", "reentry", 40);
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
        return new ExitRule(EventFields.TryGet(exit, "on", out var on) ? Texts(on, "exit.on") : [], OptionalLine(exit, "if", "exit"));
    }

    private static GoalRule? ReadGoal(JsonElement root)
    {
        if (!EventFields.TryGet(root, "goal", out var goal))
        {
            return null;
        }

        Only(goal, "goal", "event", "if", "within");
        var within = OptionalWord(goal, "within", "goal", 40);
        return new GoalRule(
            Line(goal, "event", "goal", 100),
            OptionalLine(goal, "if", "goal"),
            within is null ? null : WaitDuration.Parse(within, "goal.within"));
    }

    /// <summary>Reads a window: days, from, to, zone.</summary>
    /// <exception cref="FieldException">A field is wrong.</exception>
    public static SendWindow ReadWindow(JsonElement window, string path)
    {
        Only(window, path, "days", "from", "to", "zone");
        var zone = OptionalWord(window, "zone", path) ?? "contact";
        if (zone != "contact" && !WallClock.IsZone(zone))
        {
            throw new FieldException(path + ".zone", $"'{zone}' is neither 'contact' nor an IANA time zone.");
        }

        var days = Days(window, path);
        return days.Count > 0
            ? new SendWindow(days, TimeOfDay(window, "from", path) ?? LocalTime.Midnight, TimeOfDay(window, "to", path) ?? LocalTime.Midnight, zone == "contact" ? null : zone)
            : throw new FieldException(path + ".days", "is empty: mail could never go out.");
    }

    private static OverduePolicy ReadOverdue(JsonElement root)
    {
        if (!EventFields.TryGet(root, "overdue", out var overdue))
        {
            return OverduePolicy.Standard;
        }

        Only(overdue, "overdue", "after", "then");
        var after = OptionalWord(overdue, "after", "overdue", 40);
        var then = OptionalWord(overdue, "then", "overdue", 20) ?? "skip";
        return new OverduePolicy(
            after is null ? OverduePolicy.Standard.After : WaitDuration.Parse(after, "overdue.after").Approximate(),
            then switch { "skip" => true, "send" => false, _ => throw new FieldException("overdue.then", $"'{then}' is none of skip, send.") });
    }
}
