using Automail.Engine;

namespace Automail.OrchardModule.Scheduling;

/// <summary>A store that tells <see cref="DueSignal"/> when a unit that put due work was committed.</summary>
internal sealed class SignalingStore(IAutomailStore inner, DueSignal signal, OrchardTimeProvider clock) : IAutomailStore
{
    /// <inheritdoc/>
    public async Task<T> ExecuteAsync<T>(Func<IUnitOfWork, Task<T>> work, CancellationToken cancellationToken = default)
    {
        var due = false;
        var result = await inner.ExecuteAsync(
            async unit =>
            {
                var watched = new WatchedUnit(unit, clock);
                var result = await work(watched);

                // The work may run again from the start: only the run that is committed counts.
                due = watched.HasDue;
                return result;
            },
            cancellationToken);
        if (due)
        {
            signal.Raise();
        }

        return result;
    }

    /// <inheritdoc/>
    public Task<T> ReadAsync<T>(Func<IUnitOfWork, Task<T>> query, CancellationToken cancellationToken = default) => inner.ReadAsync(query, cancellationToken);
}
