using Automail.OrchardModule.Templates.Lint;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Templates;

/// <summary>The editor of a layout.</summary>
public class EmailLayoutPartViewModel
{
    /// <summary>The name by which templates refer to it.</summary>
    public string? Name { get; set; }

    /// <summary>HTML that prints the content.</summary>
    public string? Html { get; set; }

    /// <summary>What the linter says about the layout as it is saved.</summary>
    [BindNever]
    public IReadOnlyList<FindingViewModel> Findings { get; set; } = [];
}
