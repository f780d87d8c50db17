using System.Text.Json;
using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;
using static Automail.Engine.Sequences.SequenceFields;

namespace Automail.Engine.Sequences;

/// <summary>Reads the steps of one definition.</summary>
internal sealed class StepReader
{
    private const int MaxDepth = 10;
    private const int MaxSteps = 500;

    private static readonly string[] Kinds = ["wait", "waitUntil", "send", "if", "split", "holdout", "waitFor", "set", "enroll", "remove"];

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Reads the steps.</summary>
    /// <exception cref="FieldException">A field is wrong.</exception>
    public static IReadOnlyList<Step> Read(JsonElement steps) => new StepReader().Steps(steps, "steps", 0);

    private List<Step> Steps(JsonElement list, string path, int depth)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new FieldException(path, "is not a list of steps.");
        }

        if (depth > MaxDepth)
        {
            throw new FieldException(path, "is nested more than ten deep.");
        }

        var steps = new List<Step>();
        foreach (var element in list.EnumerateArray())
        {
            steps.Add(One(element, $"{path}[{steps.Count}]", depth));
        }

        return steps;
    }

    private Step One(JsonElement element, string at, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FieldException(at, "is not an object.");
        }

        var id = Identifier(element, at);
        if (!_ids.Add(id))
        {
            throw new FieldException(at + ".id", $"'{id}' is used twice.");
        }

        if (_ids.Count > MaxSteps)
        {
            throw new FieldException("steps", "has more than 500 steps.");
        }

        if (Kinds.Where(kind => element.TryGetProperty(kind, out _)).ToList() is not [var only])
        {
            throw new FieldException(at, $"is not exactly one of {string.Join(", ", Kinds)}.");
        }

        List<Step> Branch(string name) => EventFields.TryGet(element, name, out var list) ? Steps(list, $"{at}.{name}", depth + 1) : [];
        switch (only)
        {
            case "wait":
                Only(element, at, "id", "wait", "spread");
                return Wait(element, id, at);
            case "waitUntil":
                Only(element, at, "id", "waitUntil");
                return WaitUntil(Required(element, "waitUntil", at), id, at + ".waitUntil");
            case "send":
                Only(element, at, "id", "send");
                return new SendStep(id, EventFields.Text(element, "send", at, 100));
            case "if":
                Only(element, at, "id", "if", "then", "else");
                return new IfStep(id, EventFields.Text(element, "if", at), Branch("then"), Branch("else"));
            case "waitFor":
                Only(element, at, "id", "waitFor", "timeout", "then", "else");
                return new WaitForStep(id, EventFields.Text(element, "waitFor", at, 100), Duration(element, "timeout", at), Branch("then"), Branch("else"));
            case "split":
                Only(element, at, "id", "split");
                return new SplitStep(id, Split(element.GetProperty("split"), at + ".split", depth));
            case "holdout":
                Only(element, at, "id", "holdout");
                return new HoldoutStep(id, EventFields.Count(element, "holdout", at, 100));
            case "enroll":
                Only(element, at, "id", "enroll");
                return new EnrollStep(id, Identifier(element, at, "enroll"));
            case "remove":
                Only(element, at, "id", "remove");
                return new RemoveStep(id, Identifier(element, at, "remove"));
            default:
                Only(element, at, "id", "set");
                return new SetStep(id, Set(element.GetProperty("set"), at + ".set"));
        }
    }

    private static WaitStep Wait(JsonElement element, string id, string at)
    {
        var spread = EventFields.TryGet(element, "spread", out _) ? Duration(element, "spread", at) : null;
        if (spread is { IsElapsed: false } || spread?.Approximate() > TimeSpan.FromHours(744))
        {
            throw new FieldException(at + ".spread", "is not made of hours and minutes, at most 744 hours.");
        }

        return Duration(element, "wait", at) is { IsZero: false } wait ? new WaitStep(id, wait, spread) : throw new FieldException(at + ".wait", "is no time at all.");
    }

    private static Step WaitUntil(JsonElement until, string id, string path)
    {
        if (until.ValueKind == JsonValueKind.Object && until.TryGetProperty("attribute", out _))
        {
            Only(until, path, "attribute", "before", "after", "time", "yearly", "missing");
            var missing = EventFields.OptionalText(until, "missing", path, 20) ?? "continue";
            return new WaitUntilDateStep(id, Date(until, path), missing switch
            {
                "continue" => false,
                "exit" => true,
                _ => throw new FieldException(path + ".missing", $"'{missing}' is none of continue, exit."),
            });
        }

        Only(until, path, "days", "time");
        var days = Days(until, path);
        return days.Count > 0
            ? new WaitUntilClockStep(id, new ClockTime(days, TimeOfDay(until, "time", path) ?? throw new FieldException(path + ".time", "is missing.")))
            : throw new FieldException(path + ".days", "is empty: that time never comes.");
    }

    private static DateMoment Date(JsonElement until, string path)
    {
        var before = EventFields.TryGet(until, "before", out _) ? Duration(until, "before", path) : null;
        var after = EventFields.TryGet(until, "after", out _) ? Duration(until, "after", path) : null;
        if (before is not null && after is not null)
        {
            throw new FieldException(path + ".after", "cannot stand beside 'before'.");
        }

        var yearly = EventFields.TryGet(until, "yearly", out var flag)
            && (flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean() : throw new FieldException(path + ".yearly", "is neither true nor false."));
        return new DateMoment(EventFields.Text(until, "attribute", path, 100), before ?? after, before is not null, TimeOfDay(until, "time", path), yearly);
    }

    private static WaitDuration Duration(JsonElement element, string name, string at) => WaitDuration.Parse(EventFields.Text(element, name, at, 40), $"{at}.{name}");

    private List<SplitBranch> Split(JsonElement list, string path, int depth)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is < 2 or > 20)
        {
            throw new FieldException(path, "is not a list of 2 to 20 branches.");
        }

        return [.. list.EnumerateArray().Select((branch, i) =>
        {
            var at = $"{path}[{i}]";
            Only(branch, at, "weight", "steps");
            return new SplitBranch(EventFields.Count(branch, "weight", at, 10_000), EventFields.TryGet(branch, "steps", out var steps) ? Steps(steps, at + ".steps", depth + 1) : []);
        })];
    }

    private static ProfileChange Set(JsonElement set, string path)
    {
        Only(set, path, "tags", "attributes");
        var (add, remove) = ProfileData.ReadTags(set, path);
        return new ProfileChange { AddTags = add, RemoveTags = remove, Attributes = ProfileData.ReadAttributes(set, path) };
    }
}
