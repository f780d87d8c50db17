namespace Automail.Engine.Sequences.Migration;

/// <summary>Where people of an earlier version go on in a later one, unless somebody says otherwise.</summary>
public static class MigrationProposal
{
    /// <summary>
    /// For every step of the earlier version the step of the later one. A step that is still there goes on with itself. One that vanished goes on with the next later step that is still there; where
    /// there is none, with what was added in its place; else it takes people out, which is null.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Steps(SequenceDefinition before, SequenceDefinition after)
    {
        var (was, will) = (new StepTree(before), new StepTree(after));
        return was.Ids.ToDictionary(id => id, id => will.Has(id) ? id : was.After(id).FirstOrDefault(will.Has) ?? Instead(was, will, id), StringComparer.Ordinal);
    }

    /// <summary>The step with which those go on who came to the end of the earlier version: the first one that was added behind the last step that they had. Null when none was.</summary>
    /// <param name="before">The earlier version.</param>
    /// <param name="after">The later version.</param>
    /// <param name="lastStepId">The step at which the passage waited last, which tells on which way it was; null when it never waited.</param>
    public static string? Added(SequenceDefinition before, SequenceDefinition after, string? lastStepId)
    {
        var (was, will) = (new StepTree(before), new StepTree(after));
        return was.Around(lastStepId).Append(was.Top).Select(will.Find).OfType<StepList>().Select(list => Behind(list, was)).FirstOrDefault(step => step is not null);
    }

    /// <summary>The mails that lay before a step in the earlier version and lie behind another one in the later: who goes on there passes them again, and does not get them again.</summary>
    public static IReadOnlyList<string> PassedAgain(SequencePlan before, string stepId, SequencePlan after, string toStepId)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (at, to) = (before.Find(stepId) ?? 0, after.Find(toStepId) ?? after.End);
        var passed = Enumerable.Range(0, at).Select(position => before[position]).OfType<SendOp>().Select(send => send.StepId).ToHashSet(StringComparer.Ordinal);
        return [.. Enumerable.Range(to, after.End - to).Select(position => after[position]).OfType<SendOp>().Select(send => send.StepId).Where(passed.Contains)];
    }

    /// <summary>What was added behind the nearest step before a vanished one.</summary>
    private static string? Instead(StepTree was, StepTree will, string stepId)
    {
        var next = was.Before(stepId).Select(will.Find).FirstOrDefault(place => place is not null) is { } near
            ? near.List.Steps.ElementAtOrDefault(near.Index + 1)
            : will.Top.Steps.ElementAtOrDefault(0);
        return next is not null && !was.Has(next.Id) ? next.Id : null;
    }

    private static string? Behind(StepList list, StepTree was)
    {
        var last = list.Steps.Count - 1;
        while (last >= 0 && !was.Has(list.Steps[last].Id))
        {
            last--;
        }

        return list.Steps.ElementAtOrDefault(last + 1)?.Id;
    }
}
