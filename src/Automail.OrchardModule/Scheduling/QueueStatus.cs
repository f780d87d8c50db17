using Automail.Engine;
using Automail.Engine.Scheduling;

namespace Automail.OrchardModule.Scheduling;

/// <summary>Whether what is due is being done, for the top of the mail log.</summary>
/// <param name="Counts">How much waits.</param>
/// <param name="LastRan">When the background task last ran, in real time, UTC; null for not since the site started.</param>
/// <param name="LastError">Why it failed, or null.</param>
/// <param name="IsLate">Whether it should have run and did not.</param>
/// <param name="Problem">What has to be set before mail can leave; null for nothing.</param>
internal sealed record QueueStatus(DueCounts Counts, DateTimeOffset? LastRan, string? LastError, bool IsLate, string? Problem);

/// <summary>Finds it out.</summary>
internal sealed class QueueStatusReader(SweepLog sweeps, OrchardSite site, OrchardTimeProvider clock)
{
    /// <summary>The task runs each minute; this long without it is a fault.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public async Task<QueueStatus> ReadAsync(IUnitOfWork unit)
    {
        var now = clock.GetUtcNow();
        var state = await sweeps.GetAsync();

        // Until the first run nothing is known of the task itself. Then it is late when something has been due for too long.
        var late = state.LastSweep is { } last
            ? last < TimeProvider.System.GetUtcNow() - Patience
            : await unit.Due.NextDueAsync() < now - Patience;
        return new QueueStatus(await unit.Due.CountAsync(now), state.LastSweep, state.LastError, late, await site.FindProblemAsync());
    }
}
