using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>The editor of a sequence.</summary>
public class EmailSequencePartViewModel
{
    /// <summary>The definition, JSON.</summary>
    public string? Definition { get; set; }

    /// <summary>Tells which definition the page showed first; empty for a new sequence.</summary>
    public string? Basis { get; set; }

    /// <summary>What somebody else has saved since the page was opened; null for nothing.</summary>
    [BindNever]
    public string? SavedMeanwhile { get; set; }

    /// <summary>What runs, when that is not what was published here; null when it is.</summary>
    [BindNever]
    public string? RunsOtherwise { get; set; }

    /// <summary>The content item.</summary>
    [BindNever]
    public string ContentItemId { get; set; } = "";

    /// <summary>Whether the item has been saved, so that it can be tried.</summary>
    [BindNever]
    public bool IsSaved { get; set; }

    /// <summary>The id under which it was published; empty when it never was.</summary>
    [BindNever]
    public string PublishedId { get; set; } = "";

    /// <summary>Whether it is archived.</summary>
    [BindNever]
    public bool IsArchived { get; set; }

    /// <summary>The whole in plain words.</summary>
    [BindNever]
    public IReadOnlyList<string> Lines { get; set; } = [];

    /// <summary>Who is inside, who has left, and what happened at the steps.</summary>
    [BindNever]
    internal NumbersInWords Numbers { get; set; } = NumbersInWords.None;

    /// <summary>What is wrong.</summary>
    [BindNever]
    public IReadOnlyList<SequenceProblem> Problems { get; set; } = [];

    /// <summary>Of each template by its name its subject, and the addresses of its editor and of its mail for a sample contact, JSON.</summary>
    [BindNever]
    public string TemplateLinks { get; set; } = "{}";
}
