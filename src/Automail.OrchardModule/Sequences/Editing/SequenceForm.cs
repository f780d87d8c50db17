namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>What the editor sends: the sequence as it is written.</summary>
public class SequenceForm
{
    /// <summary>The content item that is edited; empty for a new one.</summary>
    public string? ContentItemId { get; set; }

    /// <summary>The title, of which an id is made.</summary>
    public string? Title { get; set; }

    /// <summary>The definition.</summary>
    public string? Definition { get; set; }
}
