using System.Text.Json;

namespace Automail.Engine.Sequences.Migration;

/// <summary>A property that says something else than before.</summary>
/// <param name="Name">Its name in the definition, such as <c>wait</c> or <c>window</c>.</param>
/// <param name="Before">What it was, JSON; null when it was not there.</param>
/// <param name="After">What it is, JSON; null when it is gone.</param>
public sealed record PropertyChange(string Name, string? Before, string? After);

/// <summary>How a step differs between two versions.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Before">As it was, with the steps inside of it; null for an added one.</param>
/// <param name="After">As it is; null for one that vanished.</param>
/// <param name="Changes">What it says else, the steps inside of it left aside.</param>
/// <param name="IsMoved">Whether it stands elsewhere: on another way, or before or behind others than it did.</param>
public sealed record StepDifference(string StepId, Step? Before, Step? After, IReadOnlyList<PropertyChange> Changes, bool IsMoved)
{
    /// <summary>Whether it is new.</summary>
    public bool IsAdded => Before is null;

    /// <summary>Whether it is there no more.</summary>
    public bool IsVanished => After is null;
}

/// <summary>What two versions of a sequence have not in common.</summary>
public sealed class VersionDifference
{
    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 };

    private VersionDifference(IReadOnlyList<StepDifference> steps, IReadOnlyList<PropertyChange> settings) => (Steps, Settings) = (steps, settings);

    /// <summary>The steps that differ: those that vanished in the order of the earlier version, then the others in the order of the later one.</summary>
    public IReadOnlyList<StepDifference> Steps { get; }

    /// <summary>What else differs: <c>trigger</c>, <c>exit</c>, <c>goal</c>, <c>window</c>, <c>purpose</c> and so on.</summary>
    public IReadOnlyList<PropertyChange> Settings { get; }

    /// <summary>Whether they say the same, step for step.</summary>
    public bool IsEmpty => Steps.Count == 0 && Settings.Count == 0;

    /// <summary>Compares two definitions, JSON.</summary>
    /// <exception cref="FieldException">One of them is wrong.</exception>
    public static VersionDifference Between(string before, string after)
    {
        var (was, will) = (new StepTree(SequenceReader.Read(before)), new StepTree(SequenceReader.Read(after)));
        using var old = JsonDocument.Parse(before, Reading);
        using var renewed = JsonDocument.Parse(after, Reading);
        var (oldSteps, newSteps) = (Elements(old.RootElement), Elements(renewed.RootElement));
        var moved = Moved(was, will);
        var steps = was.Ids.Where(id => !will.Has(id)).Select(id => new StepDifference(id, was.Find(id)!.Step, null, [], false)).ToList();
        foreach (var id in will.Ids)
        {
            var changes = was.Has(id) ? Changes(oldSteps[id], newSteps[id], "id", "then", "else") : [];
            if (!was.Has(id) || changes.Count > 0 || moved.Contains(id))
            {
                steps.Add(new StepDifference(id, was.Find(id)?.Step, will.Find(id)!.Step, changes, moved.Contains(id)));
            }
        }

        return new VersionDifference(steps, Changes(old.RootElement, renewed.RootElement, "$schema", "id", "steps"));
    }

    private static List<PropertyChange> Changes(JsonElement before, JsonElement after, params string[] without)
    {
        var changes = new List<PropertyChange>();
        foreach (var name in before.EnumerateObject().Concat(after.EnumerateObject()).Select(property => property.Name).Distinct().Where(name => !without.Contains(name)))
        {
            var (was, will) = (Text(before, name), Text(after, name));
            if (was != will && (was is null || will is null || !Same(was, will)))
            {
                changes.Add(new PropertyChange(name, was, will));
            }
        }

        return changes;
    }

    private static bool Same(string first, string second)
    {
        using var one = JsonDocument.Parse(first, Reading);
        using var other = JsonDocument.Parse(second, Reading);
        return JsonElement.DeepEquals(one.RootElement, other.RootElement);
    }

    /// <summary>What a property says. Of a split only the weights: the steps on its ways are steps of their own.</summary>
    private static string? Text(JsonElement element, string name)
        => !element.TryGetProperty(name, out var value) ? null
            : name == "split" && value.ValueKind == JsonValueKind.Array ? $"[{string.Join(", ", value.EnumerateArray().Select(way => way.TryGetProperty("weight", out var weight) ? weight.GetRawText() : "null"))}]"
            : value.GetRawText();

    /// <summary>The steps as they are written, by id.</summary>
    private static Dictionary<string, JsonElement> Elements(JsonElement root)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        Walk(root.GetProperty("steps"));
        return found;

        void Walk(JsonElement list)
        {
            foreach (var step in list.EnumerateArray())
            {
                found[step.GetProperty("id").GetString()!] = step;
                foreach (var name in new[] { "then", "else" })
                {
                    if (step.TryGetProperty(name, out var way) && way.ValueKind == JsonValueKind.Array)
                    {
                        Walk(way);
                    }
                }

                if (step.TryGetProperty("split", out var split) && split.ValueKind == JsonValueKind.Array)
                {
                    foreach (var way in split.EnumerateArray())
                    {
                        Walk(way.GetProperty("steps"));
                    }
                }
            }
        }
    }

    /// <summary>The steps that stand elsewhere. Of those that changed places within a list, the fewest that explain it.</summary>
    private static HashSet<string> Moved(StepTree was, StepTree will)
    {
        var moved = new HashSet<string>(will.Ids.Where(id => was.Find(id) is { } before && !before.List.IsSame(will.Find(id)!.List)), StringComparer.Ordinal);
        foreach (var list in will.Ids.Where(id => was.Has(id) && !moved.Contains(id)).GroupBy(id => will.Find(id)!.List))
        {
            string[] ids = [.. list];
            moved.UnionWith(ids.Except(Longest(ids, id => was.Find(id)!.Index)));
        }

        return moved;
    }

    /// <summary>The longest of those that stand in the same order as before.</summary>
    private static List<string> Longest(string[] ids, Func<string, int> before)
    {
        var (length, from) = (new int[ids.Length], new int[ids.Length]);
        var last = -1;
        for (var i = 0; i < ids.Length; i++)
        {
            (length[i], from[i]) = (1, -1);
            for (var j = 0; j < i; j++)
            {
                if (before(ids[j]) < before(ids[i]) && length[j] + 1 > length[i])
                {
                    (length[i], from[i]) = (length[j] + 1, j);
                }
            }

            last = last < 0 || length[i] > length[last] ? i : last;
        }

        var longest = new List<string>();
        for (; last >= 0; last = from[last])
        {
            longest.Add(ids[last]);
        }

        return longest;
    }
}
