using Automail.Engine.Behavior;

namespace Automail.Engine.Sequences.Lint;

/// <summary>A definition as the rules look at it.</summary>
/// <param name="definition">The definition.</param>
/// <param name="log">Where its steps stand.</param>
/// <param name="options">What is known besides.</param>
internal sealed class LintedSequence(SequenceDefinition definition, ReadingLog log, SequenceLintOptions options)
{
    /// <summary>Events that come once in a contact's life, so that nobody who entered by one sees another.</summary>
    private static readonly HashSet<string> Once = new(StringComparer.Ordinal) { EventTypes.UserRegistered };

    public SequenceDefinition Definition => definition;

    public SequenceLintOptions Options => options;

    /// <summary>All steps, in the order of the text.</summary>
    public IReadOnlyList<Step> Steps { get; } = [.. definition.Steps.SelectMany(All)];

    /// <summary>Where a step stands, or one of its properties.</summary>
    public string PathOf(Step step, string? property = null) => property is null ? log.PathOf(step) : $"{log.PathOf(step)}.{property}";

    /// <summary>Every event type that the definition speaks of, with its place.</summary>
    public IEnumerable<(string Path, string? StepId, string Type)> Events()
    {
        if (definition.Trigger.Event is { } trigger)
        {
            yield return ("trigger.event", null, trigger);
        }

        for (var i = 0; i < definition.Exit.On.Count; i++)
        {
            yield return ($"exit.on[{i}]", null, definition.Exit.On[i]);
        }

        if (definition.Goal is { } goal)
        {
            yield return ("goal.event", null, goal.Event);
        }

        foreach (var wait in Steps.OfType<WaitForStep>())
        {
            yield return (PathOf(wait, "waitFor"), wait.Id, wait.Event);
        }
    }

    /// <summary>Whether the event has come for everybody who is inside, and comes only once.</summary>
    public bool HasComeForGood(string type) => definition.Trigger.Event == type && Once.Contains(type);

    private static IEnumerable<Step> All(Step step) => Branches.Of(step).SelectMany(branch => branch).SelectMany(All).Prepend(step);
}

/// <summary>The ways on from a step.</summary>
internal static class Branches
{
    /// <summary>The lists of steps inside a step.</summary>
    public static IReadOnlyList<IReadOnlyList<Step>> Of(Step step) => step switch
    {
        IfStep one => [one.Then, one.Else],
        WaitForStep one => [one.Then, one.Else],
        SplitStep one => [.. one.Branches.Select(branch => branch.Steps)],
        _ => [],
    };
}
