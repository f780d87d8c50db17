using Automail.OrchardModule.Scheduling;
using OrchardCore.Environment.Shell.Scope;

namespace Automail.Web.Demo;

/// <summary>
/// Moves the site's clock on and does what comes due on the way, one moment after the other, so that a day that passes in a second leaves the same traces as one
/// that takes its time.
/// </summary>
public sealed class ClockMover(DemoClock clock) : IDisposable
{
    /// <summary>The furthest that one move goes.</summary>
    public static readonly TimeSpan MaxMove = TimeSpan.FromDays(400);

    // Something that is tried again every minute must not keep a long move busy for ever.
    private const int MaxStops = 2_000;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>When the next thing comes due, UTC; null when nothing waits.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? next = null;
        await ForEachAsync(async work =>
        {
            if (await work.NextDueAsync(cancellationToken) is { } due && !(due >= next))
            {
                next = due;
            }
        });
        return next;
    }

    /// <summary>Moves on to a moment; what is due by then is done when this returns.</summary>
    public async Task MoveToAsync(DateTimeOffset moment, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await DrainAsync(cancellationToken);
            for (var stop = 0; stop < MaxStops && await NextAsync(cancellationToken) is { } next && next <= moment; stop++)
            {
                clock.AdvanceTo(next);
                if (await DrainAsync(cancellationToken) == 0 && next <= clock.Now)
                {
                    // Due, and nobody can do it now: another process may hold it.
                    break;
                }
            }

            clock.AdvanceTo(moment);
            await DrainAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    /// <summary>Does all that is due now, and what comes due at once because of it.</summary>
    private static async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var count = 0;
            await ForEachAsync(async work => count += await work.DrainAsync(cancellationToken));
            if (count == 0)
            {
                return total;
            }

            total += count;
        }
    }

    /// <summary>Each in a scope of its own, as in Orchard's background service: what one leaves uncommitted another cannot see.</summary>
    private static async Task ForEachAsync(Func<IDueWork, Task> visit)
    {
        var count = ShellScope.Services.GetServices<IDueWork>().Count();
        for (var i = 0; i < count; i++)
        {
            var index = i;
            await ShellScope.UsingChildScopeAsync(scope => visit(scope.ServiceProvider.GetServices<IDueWork>().ElementAt(index)));
        }
    }
}
