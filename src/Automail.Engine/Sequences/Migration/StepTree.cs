namespace Automail.Engine.Sequences.Migration;

/// <summary>Where a step stands.</summary>
/// <param name="Step">The step.</param>
/// <param name="List">The list that holds it.</param>
/// <param name="Index">Its place in the list.</param>
internal sealed record StepPlace(Step Step, StepList List, int Index);

/// <summary>Steps that follow each other: those of the sequence, or of one way that goes on from a step.</summary>
/// <param name="ParentId">The step from which the way goes on; null for the sequence itself.</param>
/// <param name="Way">Which way: <c>then</c>, <c>else</c>, or the number of a split's branch.</param>
/// <param name="Steps">The steps in order.</param>
internal sealed record StepList(string? ParentId, string Way, IReadOnlyList<Step> Steps)
{
    /// <summary>Whether it is the same list in another version.</summary>
    public bool IsSame(StepList other) => ParentId == other.ParentId && Way == other.Way;
}

/// <summary>The steps of a version with their places, in the order in which they are written.</summary>
internal sealed class StepTree
{
    private readonly Dictionary<string, StepPlace> _places = new(StringComparer.Ordinal);
    private readonly List<StepList> _lists = [];

    public StepTree(SequenceDefinition definition)
    {
        Top = new StepList(null, "", definition.Steps);
        Add(Top);
    }

    /// <summary>The outermost list.</summary>
    public StepList Top { get; }

    /// <summary>All ids, in order.</summary>
    public IEnumerable<string> Ids => _places.Keys;

    public bool Has(string stepId) => _places.ContainsKey(stepId);

    public StepPlace? Find(string? stepId) => stepId is null ? null : _places.GetValueOrDefault(stepId);

    /// <summary>The same list of another version; null when there is none.</summary>
    public StepList? Find(StepList list) => _lists.Find(list.IsSame);

    /// <summary>The list of a step, and the lists around it, from the inside out.</summary>
    public IEnumerable<StepList> Around(string? stepId)
    {
        for (var place = Find(stepId); place is not null; place = Find(place.List.ParentId))
        {
            yield return place.List;
        }
    }

    /// <summary>What comes after a step when nothing on the way is taken: the way of a wait that is over, the steps behind it, and those behind the steps around it.</summary>
    public IEnumerable<string> After(string stepId)
    {
        if (Find(stepId)?.Step is WaitForStep wait)
        {
            foreach (var step in wait.Else)
            {
                yield return step.Id;
            }
        }

        for (var place = Find(stepId); place is not null; place = Find(place.List.ParentId))
        {
            foreach (var step in place.List.Steps.Skip(place.Index + 1))
            {
                yield return step.Id;
            }
        }
    }

    /// <summary>What came before a step on its way, the nearest first: the steps before it in its list, then the step around it, and so on.</summary>
    public IEnumerable<string> Before(string stepId)
    {
        for (var place = Find(stepId); place is not null; place = Find(place.List.ParentId))
        {
            for (var i = place.Index - 1; i >= 0; i--)
            {
                yield return place.List.Steps[i].Id;
            }

            if (place.List.ParentId is { } parent)
            {
                yield return parent;
            }
        }
    }

    private void Add(StepList list)
    {
        _lists.Add(list);
        for (var i = 0; i < list.Steps.Count; i++)
        {
            _places[list.Steps[i].Id] = new StepPlace(list.Steps[i], list, i);
            foreach (var inner in Ways(list.Steps[i]))
            {
                Add(inner);
            }
        }
    }

    private static IEnumerable<StepList> Ways(Step step) => step switch
    {
        IfStep branch => [new StepList(step.Id, "then", branch.Then), new StepList(step.Id, "else", branch.Else)],
        WaitForStep wait => [new StepList(step.Id, "then", wait.Then), new StepList(step.Id, "else", wait.Else)],
        SplitStep split => split.Branches.Select((branch, i) => new StepList(step.Id, $"{i}", branch.Steps)),
        _ => [],
    };
}
