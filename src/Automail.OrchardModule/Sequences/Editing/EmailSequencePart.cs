using OrchardCore.ContentManagement;

namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>A sequence as a content item. Its title is the sequence's name where the definition gives none.</summary>
public sealed class EmailSequencePart : ContentPart
{
    /// <summary>The definition, JSON, letter by letter as it was written.</summary>
    public string Definition { get; set; } = "";

    /// <summary>The id under which it was published, which never changes from then on; empty before.</summary>
    public string SequenceId { get; set; } = "";

    /// <summary>Since when it is archived, UTC; null when it is not. Publishing takes it out of the archive.</summary>
    public DateTime? ArchivedUtc { get; set; }
}
