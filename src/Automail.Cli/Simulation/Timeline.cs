using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Scheduling;

namespace Automail.Cli.Simulation;

/// <summary>Moves virtual time from one due moment to the next, and has done what is due at each.</summary>
internal sealed class Timeline(IAutomailStore store, VirtualClock clock, DueWorker worker)
{
    /// <summary>Does all that comes due on the way to a moment, and leaves the clock there.</summary>
    /// <param name="moment">Where to.</param>
    /// <param name="inclusive">Whether what is due at the moment itself is done too.</param>
    /// <param name="cancellationToken">Stops on the way.</param>
    public async Task RunToAsync(DateTimeOffset moment, bool inclusive, CancellationToken cancellationToken)
    {
        while (await store.ReadAsync(unit => unit.Due.NextDueAsync(), cancellationToken) is { } next && (inclusive ? next <= moment : next < moment))
        {
            cancellationToken.ThrowIfCancellationRequested();
            clock.AdvanceTo(next);
            await worker.DrainAsync(cancellationToken);
        }

        clock.AdvanceTo(moment);
    }
}
