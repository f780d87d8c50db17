using Automail.Engine.Flow;
using Automail.Engine.Scheduling;

namespace Automail.Engine.Simulation;

/// <summary>Moves virtual time from one due moment to the next, and has done what is due at each.</summary>
/// <param name="store">Where what is due is kept.</param>
/// <param name="clock">The time that is moved.</param>
/// <param name="worker">Does what is due.</param>
public sealed class Timeline(IAutomailStore store, VirtualClock clock, DueWorker worker)
{
    /// <summary>Does all that comes due on the way to a moment, and leaves the clock there.</summary>
    /// <param name="moment">Where to.</param>
    /// <param name="inclusive">Whether what is due at the moment itself is done too.</param>
    /// <param name="cancellationToken">Stops on the way.</param>
    public async Task RunToAsync(DateTimeOffset moment, bool inclusive, CancellationToken cancellationToken)
    {
        while (await StepAsync(moment, inclusive, cancellationToken))
        {
        }

        clock.AdvanceTo(moment);
    }

    /// <summary>Does what comes due next on the way to a moment.</summary>
    /// <returns>False when there is nothing more on the way; the clock then stays.</returns>
    internal async Task<bool> StepAsync(DateTimeOffset moment, bool inclusive, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await store.ReadAsync(unit => unit.Due.NextDueAsync(), cancellationToken) is not { } next || (inclusive ? next > moment : next >= moment))
        {
            return false;
        }

        clock.AdvanceTo(next);
        await worker.DrainAsync(cancellationToken);
        return true;
    }
}
