using OrchardCore.Data.Documents;

namespace Automail.OrchardModule.Scheduling;

/// <summary>What is known of the sweeps, kept in the cache that the nodes share.</summary>
public sealed class SweepState : Document
{
    /// <summary>When the last sweep ended, in real time, UTC; null before the first one.</summary>
    public DateTimeOffset? LastSweep { get; set; }

    /// <summary>How many items the last sweep worked on.</summary>
    public int LastCount { get; set; }

    /// <summary>Why the last sweep failed, or null.</summary>
    public string? LastError { get; set; }
}
