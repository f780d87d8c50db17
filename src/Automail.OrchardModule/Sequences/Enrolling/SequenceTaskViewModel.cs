using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>The form of the tasks that put contacts into sequences and take them out.</summary>
public class SequenceTaskViewModel
{
    /// <summary>The sequence's id.</summary>
    public string? Sequence { get; set; }

    /// <summary>What there is to choose from: names by id.</summary>
    [BindNever]
    public IReadOnlyList<KeyValuePair<string, string>> Known { get; set; } = [];
}
