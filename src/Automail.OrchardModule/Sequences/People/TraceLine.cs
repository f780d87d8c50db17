using Automail.Engine.Delivery;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>A decision as a page shows it.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Icon">A Font Awesome icon, for the eye only.</param>
/// <param name="Text">What was decided.</param>
internal sealed record TraceLine(DateTimeOffset Time, string Icon, string Text)
{
    /// <summary>At which step; null for none.</summary>
    public string? StepId { get; init; }

    /// <summary>In which other sequence; null for the one that the page is about.</summary>
    public string? Elsewhere { get; init; }

    /// <summary>More about it: a reason, a condition.</summary>
    public string? Why { get; init; }

    /// <summary>When the wait ends, UTC.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Of a condition: whether it held.</summary>
    public bool? Holds { get; init; }

    /// <summary>What the names in a condition stood for.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; init; } = new Dictionary<string, string?>();

    /// <summary>The mail, where the ledger has it.</summary>
    public SendRecord? Mail { get; init; }
}
