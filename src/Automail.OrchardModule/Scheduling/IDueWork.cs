namespace Automail.OrchardModule.Scheduling;

/// <summary>
/// Work of one sort that waits for its time: the engine's due queue, the Delays of workflows. Whoever moves a site's clock on does what comes due on the way with
/// it, one moment after the other.
/// </summary>
public interface IDueWork
{
    /// <summary>When the next of it comes due, UTC; null when nothing waits.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    /// <summary>Does all of it that is due.</summary>
    /// <returns>How many items were worked on.</returns>
    Task<int> DrainAsync(CancellationToken cancellationToken);
}
