namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>What there is to choose from in the editor of a sequence.</summary>
public class SequenceControlsViewModel
{
    /// <summary>The id under which the sequence was published, which stays; empty when it never was.</summary>
    public string PublishedId { get; set; } = "";

    /// <summary>The names of the templates to choose from.</summary>
    public IReadOnlyList<string> Templates { get; set; } = [];

    /// <summary>The sequences to choose from: ids and names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sequences { get; set; } = [];

    /// <summary>The names by which steps can start workflows.</summary>
    public IReadOnlyList<string> Workflows { get; set; } = [];

    /// <summary>The types of event, and what they mean.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> EventTypes { get; set; } = [];

    /// <summary>What the kinds of steps are called.</summary>
    public IReadOnlyDictionary<string, string> KindNames { get; set; } = new Dictionary<string, string>();
}
