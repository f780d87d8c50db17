using System.Globalization;
using System.Text.Json.Nodes;

namespace Automail.Engine.Tests.Sequences;

/// <summary>A mail that the plain model sends.</summary>
internal sealed record PlainMail(DateTime Time, string Step);

/// <summary>A passage of the plain model.</summary>
internal sealed class PlainPassage(DateTime enteredAt, JsonObject definition)
{
    public DateTime EnteredAt { get; } = enteredAt;

    /// <summary>The version that it is on.</summary>
    public JsonObject Definition { get; set; } = definition;

    /// <summary>When the step began at which it stands.</summary>
    public DateTime Began { get; set; } = enteredAt;

    /// <summary>The steps whose mail was sent, or left out for good.</summary>
    public HashSet<string> Passed { get; } = [];

    public string Status { get; set; } = "Active";

    public DateTime? EndedAt { get; set; }

    /// <summary>What is still to be done, the next one first.</summary>
    public List<JsonNode> Todo { get; set; } = [.. definition["steps"]!.AsArray().Select(step => step!)];

    public DateTime? WakeAt { get; set; }

    /// <summary>Since when it stands still, and when it would have gone on.</summary>
    public (DateTime At, DateTime WakeAt)? Paused { get; set; }
}

/// <summary>
/// The rules of sequences once more, written from the design (section 4) as plainly as they can be: one contact, one sequence, the steps a list that branches are
/// put in front of, the window looked for minute by minute, .NET's own time zones. Slow, and it shares no code with the engine.
/// </summary>
/// <param name="definition">The definition.</param>
/// <param name="zone">The contact's zone.</param>
/// <param name="way">Which branch of a split the contact takes; that is not the model's to know.</param>
/// <param name="start">Since when there are the contact and the sequence.</param>
/// <param name="date">The date that is known of the contact, this year.</param>
internal sealed partial class PlainSequence(JsonObject definition, TimeZoneInfo zone, Func<string, int> way, DateTime start, DateOnly date)
{
    private JsonObject _latest = definition;
    private int _orders;
    private readonly DateTime _start = start;
    private DateTime _now = start;
    private bool _dateReached;

    public List<PlainMail> Mails { get; } = [];

    /// <summary>The steps that started workflows.</summary>
    public List<PlainMail> Workflows { get; } = [];

    public List<PlainPassage> Passages { get; } = [];

    private PlainPassage? Active => Passages.LastOrDefault(passage => passage.Status == "Active");

    /// <summary>Does all that comes due before a moment.</summary>
    public void GoTo(DateTime moment)
    {
        while (true)
        {
            // At one moment dates come before steps, and steps before schedules.
            var wakeAt = Active?.WakeAt ?? DateTime.MaxValue;
            if (NextDate() is { } reached && reached < moment && reached <= wakeAt)
            {
                (_now, _dateReached) = (reached, true);
                LetIn();
                continue;
            }

            if (NextOccurrence(moment < wakeAt ? moment : wakeAt) is { } occurrence)
            {
                (_now, _lastOccurrence) = (occurrence, occurrence);
                LetIn();
                continue;
            }

            if (wakeAt >= moment)
            {
                break;
            }

            var passage = Active!;
            _now = wakeAt;
            passage.WakeAt = null;
            var step = passage.Todo[0];
            if (step["waitFor"] is not null)
            {
                Replace(passage, step["else"]);
            }
            else if (step["send"] is null)
            {
                passage.Todo.RemoveAt(0);
            }

            Run(passage);
        }

        _now = moment;
    }

    /// <summary>The contact does something, now.</summary>
    public void Hear(string type)
    {
        var before = Becomes();
        _orders += type == "order.placed" ? 1 : 0;
        if (Active is { } passage)
        {
            Tell(passage, type);
        }

        if ((string?)_latest["trigger"]!["event"] == type || (!before && Becomes()))
        {
            LetIn();
        }
    }

    private void Tell(PlainPassage passage, string type)
    {
        var definition = passage.Definition;
        if (definition["goal"] is { } goal && (string?)goal["event"] == type && (goal["within"] is null || _now <= Later(passage.EnteredAt, (string)goal["within"]!)))
        {
            End(passage, "GoalReached");
        }
        else if (definition["exit"]?["on"]?.AsArray().Any(on => (string?)on == type) == true || (definition["exit"]?["if"] is { } condition && Holds(condition)))
        {
            End(passage, "Exited");
        }
        else if (passage.Paused is null && passage.WakeAt is not null && passage.Todo[0] is { } step && (string?)step["waitFor"] == type)
        {
            passage.WakeAt = null;
            Replace(passage, step["then"]);
            Run(passage);
        }
    }

    private void LetIn()
    {
        if (Holds(_latest["trigger"]!["if"]) && MayEnter())
        {
            var entered = new PlainPassage(_now, _latest);
            Passages.Add(entered);
            Run(entered);
        }
    }

    private bool MayEnter()
    {
        if (Active is not null)
        {
            return false;
        }

        return Passages.Count == 0 || (string?)_latest["reentry"]?["mode"] switch
        {
            "always" => true,
            "after" => _now >= Later(Passages[^1].EnteredAt, (string)_latest["reentry"]!["period"]!),
            _ => false,
        };
    }

    private void Run(PlainPassage passage)
    {
        while (passage.Todo.Count > 0)
        {
            if (passage.Definition["exit"]?["if"] is { } leave && Holds(leave))
            {
                End(passage, "Exited");
                return;
            }

            var step = passage.Todo[0];
            passage.Began = _now;
            if (step["wait"] is { } wait)
            {
                passage.WakeAt = Later(_now, (string)wait!);
                return;
            }

            if (step["waitUntil"] is { } until)
            {
                passage.WakeAt = NextTime(until, _now);
                return;
            }

            if (step["waitFor"] is not null)
            {
                passage.WakeAt = Later(_now, (string)step["timeout"]!);
                return;
            }

            if (step["send"] is not null && passage.Passed.Contains((string)step["id"]!))
            {
                passage.Todo.RemoveAt(0);
            }
            else if (step["send"] is not null)
            {
                var opens = NextMinute(local => IsOpen(passage.Definition, local), _now);
                if (opens > _now)
                {
                    passage.WakeAt = opens;
                    return;
                }

                Mails.Add(new PlainMail(_now, (string)step["id"]!));
                passage.Passed.Add((string)step["id"]!);
                passage.Todo.RemoveAt(0);
            }
            else if (step["notify"] is not null || step["webhook"] is not null)
            {
                Tell(passage);
            }
            else if (step["startWorkflow"] is not null)
            {
                Workflows.Add(new PlainMail(_now, (string)step["id"]!));
                passage.Todo.RemoveAt(0);
            }
            else if (step["if"] is { } condition)
            {
                Replace(passage, Holds(condition) ? step["then"] : step["else"]);
            }
            else
            {
                Replace(passage, step["split"]!.AsArray()[way((string)step["id"]!)]!["steps"]);
            }
        }

        End(passage, "Completed");
    }

    private static void Replace(PlainPassage passage, JsonNode? steps)
    {
        passage.Todo.RemoveAt(0);
        passage.Todo.InsertRange(0, steps?.AsArray().Select(step => step!) ?? []);
    }

    private void End(PlainPassage passage, string status) => (passage.Status, passage.EndedAt, passage.WakeAt, passage.Paused) = (status, _now, null, null);

    /// <summary>The one condition that the random definitions use.</summary>
    private bool Holds(JsonNode? condition) => condition is null || _orders > int.Parse(((string)condition!)["contact.orderCount > ".Length..], CultureInfo.InvariantCulture);

    private static bool IsOpen(JsonObject definition, DateTime local)
    {
        if (definition["window"] is not { } window)
        {
            return true;
        }

        var (from, to, time) = (TimeSpan.Parse((string)window["from"]!, CultureInfo.InvariantCulture), TimeSpan.Parse((string)window["to"]!, CultureInfo.InvariantCulture), local.TimeOfDay);
        return from < to
            ? Named(window["days"], local.DayOfWeek) && time >= from && time < to
            : (Named(window["days"], local.DayOfWeek) && time >= from) || (Named(window["days"], local.AddDays(-1).DayOfWeek) && time < to);
    }

    private static bool Named(JsonNode? days, DayOfWeek day) => days is null || days.AsArray().Any(name => (string)name! == day.ToString().ToLowerInvariant()[..3]);

    private DateTime NextTime(JsonNode until, DateTime from)
        => NextMinute(local => Named(until["days"], local.DayOfWeek) && local.ToString("HH:mm", CultureInfo.InvariantCulture) == (string?)until["time"], from);

    private DateTime NextMinute(Func<DateTime, bool> wanted, DateTime from)
    {
        var moment = from;
        while (!wanted(TimeZoneInfo.ConvertTimeFromUtc(moment, zone)))
        {
            moment = moment.AddMinutes(1);
        }

        return moment;
    }

    /// <summary>Durations as the random definitions write them: P2D, or PT90M.</summary>
    private DateTime Later(DateTime from, string duration)
    {
        if (duration.StartsWith("PT", StringComparison.Ordinal))
        {
            return from.AddMinutes(int.Parse(duration[2..^1], CultureInfo.InvariantCulture));
        }

        return FromClock(TimeZoneInfo.ConvertTimeFromUtc(from, zone).AddDays(int.Parse(duration[1..^1], CultureInfo.InvariantCulture)));
    }

    /// <summary>The first valid moment after a gap, the first of two in an overlap.</summary>
    private DateTime FromClock(DateTime local)
    {
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        return zone.IsAmbiguousTime(local) ? DateTime.SpecifyKind(local - zone.GetAmbiguousTimeOffsets(local).Max(), DateTimeKind.Utc) : TimeZoneInfo.ConvertTimeToUtc(local, zone);
    }
}
