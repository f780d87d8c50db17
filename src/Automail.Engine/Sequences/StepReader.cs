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

    private static readonly string[] Kinds = ["wait", "waitUntil", "send", "if", "split", "holdout", "waitFor", "set", "enroll", "remove", "startWorkflow", "notify", "webhook"];

    private readonly ReadingLog _log;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private int _count;

    private StepReader(ReadingLog log) => _log = log;

    /// <summary>Reads the steps; those with a mistake are left out.</summary>
    /// <exception cref="FieldException">There are none, or the log stops at the first mistake.</exception>
    public static IReadOnlyList<Step> Read(JsonElement steps, ReadingLog log)
    {
        var read = new StepReader(log).Steps(steps, "steps", 0);
        return steps.ValueKind != JsonValueKind.Array || steps.GetArrayLength() > 0 ? read : throw new FieldException("steps", "is empty.");
    }

    private List<Step> Steps(JsonElement list, string path, int depth)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            _log.Add(new FieldException(path, "is not a list of steps."));
            return [];
        }

        if (depth > MaxDepth)
        {
            _log.Add(new FieldException(path, "is nested more than ten deep."));
            return [];
        }

        var steps = new List<Step>();
        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            var at = $"{path}[{index++}]";
            if (_log.Try(() => One(element, at, depth)) is { } step)
            {
                steps.Add(_log.Place(step, at));
            }
        }

        return steps;
    }

    private Step? One(JsonElement element, string at, int depth)
    {
        if (++_count > MaxSteps)
        {
            if (_count == MaxSteps + 1)
            {
                _log.Add(new FieldException("steps", "has more than 500 steps."));
            }

            return null;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FieldException(at, "is not an object.");
        }

        var id = _log.Try(() => Identifier(element, at)) ?? "";
        if (id.Length > 0 && !_ids.Add(id))
        {
            _log.Add(new FieldException(at + ".id", $"'{id}' is used twice."), isDuplicateId: true);
        }

        if (Kinds.Where(kind => element.TryGetProperty(kind, out _)).ToList() is not [var only])
        {
            throw new FieldException(at, $"is not exactly one of {string.Join(", ", Kinds)}.");
        }

        return only switch
        {
            "wait" => Simple(["id", "wait", "spread"], () => Wait(element, id, at)),
            "waitUntil" => Simple(["id", "waitUntil"], () => WaitUntil(Required(element, "waitUntil", at), id, at + ".waitUntil")),
            "send" => Simple(["id", "send"], () => new SendStep(id, Line(element, "send", at, 100))),
            "holdout" => Simple(["id", "holdout"], () => new HoldoutStep(id, EventFields.Count(element, "holdout", at, 100))),
            "enroll" => Simple(["id", "enroll"], () => new EnrollStep(id, Identifier(element, at, "enroll"))),
            "remove" => Simple(["id", "remove"], () => new RemoveStep(id, Identifier(element, at, "remove"))),
            "startWorkflow" => Simple(["id", "startWorkflow"], () => new StartWorkflowStep(id, Line(element, "startWorkflow", at, 100))),
            "notify" => Simple(["id", "notify", "subject", "message"], () => TellingSteps.Notify(element, id, at)),
            "webhook" => Simple(["id", "webhook"], () => TellingSteps.Webhook(element, id, at)),
            "set" => Simple(["id", "set"], () => new SetStep(id, Set(element.GetProperty("set"), at + ".set"))),
            "if" => If(element, id, at, depth),
            "waitFor" => WaitFor(element, id, at, depth),
            _ => Split(element, id, at, depth),
        };

        Step? Simple(string[] known, Func<Step> read)
        {
            Known(_log, element, at, known);
            return _log.Try(read);
        }
    }

    private IfStep? If(JsonElement element, string id, string at, int depth)
    {
        Known(_log, element, at, "id", "if", "then", "else");
        var condition = _log.Try(() => Line(element, "if", at));
        var (then, otherwise) = (Branch(element, "then", at, depth), Branch(element, "else", at, depth));
        return condition is null ? null : new IfStep(id, condition, then, otherwise);
    }

    private WaitForStep? WaitFor(JsonElement element, string id, string at, int depth)
    {
        Known(_log, element, at, "id", "waitFor", "timeout", "then", "else");
        var type = _log.Try(() => Line(element, "waitFor", at, 100));
        var timeout = _log.Try(() => Duration(element, "timeout", at) is { IsZero: false } some ? some : throw new FieldException(at + ".timeout", "is no time at all."));
        var (then, otherwise) = (Branch(element, "then", at, depth), Branch(element, "else", at, depth));
        return type is null || timeout is null ? null : new WaitForStep(id, type, timeout, then, otherwise);
    }

    private SplitStep? Split(JsonElement element, string id, string at, int depth)
    {
        Known(_log, element, at, "id", "split");
        var list = element.GetProperty("split");
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is < 2 or > 20)
        {
            throw new FieldException(at + ".split", "is not a list of 2 to 20 branches.");
        }

        var branches = new List<SplitBranch>();
        var index = 0;
        foreach (var branch in list.EnumerateArray())
        {
            var path = $"{at}.split[{index++}]";
            Known(_log, branch, path, "weight", "steps");
            if (branch.ValueKind == JsonValueKind.Object)
            {
                var weight = _log.Try(() => EventFields.Count(branch, "weight", path, 10_000));
                branches.Add(new SplitBranch(weight, Branch(branch, "steps", path, depth)));
            }
        }

        return new SplitStep(id, branches);
    }

    private List<Step> Branch(JsonElement element, string name, string at, int depth)
        => EventFields.TryGet(element, name, out var list) ? Steps(list, $"{at}.{name}", depth + 1) : [];

    private static WaitStep Wait(JsonElement element, string id, string at)
    {
        var spread = EventFields.TryGet(element, "spread", out _) ? Duration(element, "spread", at) : null;
        if (spread is not null && (!spread.Text.StartsWith("PT", StringComparison.Ordinal) || spread.Approximate() > TimeSpan.FromHours(744)))
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
            var missing = OptionalWord(until, "missing", path, 20) ?? "continue";
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

    internal static DateMoment Date(JsonElement until, string path)
    {
        var before = EventFields.TryGet(until, "before", out _) ? Duration(until, "before", path) : null;
        var after = EventFields.TryGet(until, "after", out _) ? Duration(until, "after", path) : null;
        if (before is not null && after is not null)
        {
            throw new FieldException(path + ".after", "cannot stand beside 'before'.");
        }

        var yearly = EventFields.TryGet(until, "yearly", out var flag)
            && (flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean() : throw new FieldException(path + ".yearly", "is neither true nor false."));
        return new DateMoment(Line(until, "attribute", path, 100), before ?? after, before is not null, TimeOfDay(until, "time", path), yearly);
    }

    private static WaitDuration Duration(JsonElement element, string name, string at) => WaitDuration.Parse(Word(element, name, at, 40), $"{at}.{name}");

    private static ProfileChange Set(JsonElement set, string path)
    {
        Only(set, path, "tags", "attributes");
        if (EventFields.TryGet(set, "tags", out var tags) && tags.ValueKind == JsonValueKind.Object)
        {
            Only(tags, path + ".tags", "add", "remove");
        }

        var (add, remove) = ProfileData.ReadTags(set, path);
        return new ProfileChange { AddTags = add, RemoveTags = remove, Attributes = ProfileData.ReadAttributes(set, path) };
    }
}
