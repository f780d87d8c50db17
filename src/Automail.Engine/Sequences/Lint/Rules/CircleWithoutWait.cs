using Automail.Engine.Templates.Lint;

namespace Automail.Engine.Sequences.Lint.Rules;

/// <summary>AM705.</summary>
internal sealed class CircleWithoutWait : SequenceCheck
{
    public static readonly LintRule About = new()
    {
        Code = "AM705",
        Severity = LintSeverity.Error,
        Title = "Circle without a wait",
        Explanation = "A sequence that puts people back to its own start, or sends them in a circle through others, in no time at all would never come to rest; the passage fails. Put a wait into the circle. A wait until a time of the clock or a date can be no wait at all.",
        Messages =
        [
            "This puts the contact back to the start in no time: {0}. Put a wait between.",
        ],
    };

    public override LintRule Rule => About;


    public override void Check(LintedSequence sequence, SequenceReport report)
    {
        var id = sequence.Definition.Id;
        var known = new Dictionary<string, SequenceDefinition>(StringComparer.Ordinal) { [id] = sequence.Definition };
        foreach (var other in sequence.Options.Sequences)
        {
            known.TryAdd(other.Id, other);
        }

        foreach (var enroll in sequence.Steps.OfType<EnrollStep>())
        {
            if (Hurries(sequence.Definition, enroll.Sequence) && Way(known, enroll.Sequence, id) is { } way)
            {
                report.Add(About, 0, sequence.PathOf(enroll, "enroll"), enroll.Id, string.Join(" → ", way.Prepend(id)));
            }
        }
    }

    /// <summary>The shortest way from a sequence to another one along enrollments that take no time.</summary>
    private static List<string>? Way(Dictionary<string, SequenceDefinition> known, string from, string to)
    {
        var cameFrom = new Dictionary<string, string?>(StringComparer.Ordinal) { [from] = null };
        var next = new Queue<string>([from]);
        while (next.TryDequeue(out var at))
        {
            if (at == to)
            {
                var way = new List<string>();
                for (string? step = at; step is not null; step = cameFrom[step])
                {
                    way.Insert(0, step);
                }

                return way;
            }

            if (known.TryGetValue(at, out var definition))
            {
                foreach (var other in Quick(definition).Where(other => cameFrom.TryAdd(other, at)))
                {
                    next.Enqueue(other);
                }
            }
        }

        return null;
    }

    private static bool Hurries(SequenceDefinition definition, string into) => Quick(definition).Contains(into);

    /// <summary>The sequences into which somebody is put who goes from the start to an end without a wait, where that may happen again and again.</summary>
    private static HashSet<string> Quick(SequenceDefinition definition)
    {
        var ended = new HashSet<string>(StringComparer.Ordinal);
        if (definition.Reentry is { Mode: ReentryMode.Always } or { Mode: ReentryMode.After, Period.IsZero: true })
        {
            ended.UnionWith(Run(definition, definition.Steps, new HashSet<string>(StringComparer.Ordinal), ended) ?? []);
        }

        return ended;
    }

    /// <summary>Where those who get through without a wait have been put; null when there are none of them. Who ends on the way is added to <paramref name="ended"/>.</summary>
    private static HashSet<string>? Run(SequenceDefinition definition, IReadOnlyList<Step> steps, HashSet<string> before, HashSet<string> ended)
    {
        HashSet<string>? put = [.. before];
        foreach (var step in steps)
        {
            switch (step)
            {
                case WaitStep or WaitForStep:
                    return null;
                case EnrollStep enroll:
                    put.Add(enroll.Sequence);
                    break;
                case RemoveStep remove when remove.Sequence == definition.Id:
                    ended.UnionWith(put);
                    return null;
                case HoldoutStep or WaitUntilDateStep { ExitWhenMissing: true }:
                    ended.UnionWith(put);
                    break;
                case IfStep or SplitStep:
                    var through = Branches.Of(step).Select(branch => Run(definition, branch, put, ended)).OfType<HashSet<string>>().ToList();
                    if (through.Count == 0)
                    {
                        return null;
                    }

                    put = [.. through.SelectMany(ids => ids)];
                    break;
            }
        }

        return put;
    }
}
