using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Sequences.Starting;

/// <summary>The form of the trigger.</summary>
public class StartedBySequenceEventViewModel
{
    /// <summary>The name that the step says.</summary>
    public string? WorkflowName { get; set; }

    /// <summary>The names that steps of sequences say.</summary>
    [BindNever]
    public IReadOnlyList<string> Known { get; set; } = [];
}
